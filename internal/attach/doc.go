// Package attach keeps what people attach to their cases: proofs, commitments, authorisations. 附件。
//
// A file is taken in as a stream, and what it is comes from what it holds, never from its name: PDF, JPEG, PNG, Word, Excel
// and plain text, each looked through for what does not belong (scripts and launch actions, bombs, pictures beyond all
// bounds, a second file behind the first). It is sealed piece by piece under a key of its own and stored beside everything
// else in PostgreSQL, so that there is one store to back up. The same file handed in twice by one owner is kept once.
//
// Until it is linked to a case only its owner (the firm or body of who uploaded it) sees it; afterwards whoever may see the
// case, which the area of the case decides. What nobody linked is swept after a day.
//
// 类型以内容为准；逐块加密；同一主体的相同文件只存一份；未关联的一日后清除；谁能看由所属办件决定。
//
// Owns: attachments, their pieces and links. Does not own: cases, who may see them, how long a case is kept.
package attach
