// Package seal hashes, signs and encrypts. 密码。
//
// Everything derives from a ring of master secrets, a key for each purpose. The ring's root gives the blind index and the
// signing keys and never changes; further secrets are added while the platform runs and seal fields from then on
// (docs/adr/0011). There are two suites behind the same few methods: International (SHA-256, HMAC, AES-256-GCM, Ed25519)
// and National (SM3, HMAC, SM4-GCM, SM2), which Chinese public bodies may be obliged to use. What one suite has sealed the
// other still opens; a blind index and a signature belong to their suite.
//
// 摘要、签名、字段加密与盲索引；国际与国密两套算法可切换；密钥按用途派生、按版本在线轮换。
//
// Owns: which algorithm does what, how keys derive and are turned, the file they are kept in. Does not own: what is sealed.
package seal
