// Package adapter connects the systems of others: what they hold comes here without being typed, and what is decided here goes back. 对接适配器。
//
// An adapter is declared in law/adapters: their tables and columns, our items and fields, code lists. The transport is this project's own
// and small: a signed message with a table in it, posted over HTTPS or laid into a folder, and a receipt that says what became of every row.
// The interfaces of the real systems have not been read; a mapping that turns out otherwise is a change of data.
//
// Anybody can try their side: the conformance kit (xinheng conform) sends what a good and a bad day brings, and looks at what the other side
// then holds. A built-in peer keeps all rules, and can be told to break one, so that the kit itself is tested.
//
// A link is an adapter at work for one body. What it delivers goes through intake like any file and is judged by the same rules; what people
// enter or decide here goes back with a receipt; what came from there never does. A round counts how much was typed twice all the same.
//
// 适配器为数据声明：对方表栏与本平台目录项的对照、代码表。传输为签名消息（HTTPS 推送或文件夹交换）加逐行回执。真实接口均未读到，对照有
// 出入时改数据不改代码。一致性测试包可对任何实现运行。对方送来的照常归集，在本平台录入、决定的带回执送回，对方送来的不再送回；每夜清点重复录入。
//
// Serves: 琼府办〔2021〕4号（二十一）; F21-1, F21-5.
// Owns: messages, receipts, links, what is sent back, runs of the kit, counts of double entry (schema adapter). Does not own: mappings (law),
// the judging and keeping of records (record), what is typed (entry), take-downs at public sites (exchange).
package adapter
