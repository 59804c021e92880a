// Package seal hashes, signs and encrypts. 密码。
//
// Everything derives from one master secret, a key for each purpose. There are two suites behind the same few methods:
// International (SHA-256, HMAC, AES-256-GCM, Ed25519) and National (SM3, HMAC, SM4-GCM, SM2), which Chinese public bodies
// may be obliged to use. What one suite has sealed the other still opens; a blind index and a signature belong to their suite.
//
// 摘要、签名、字段加密与盲索引；国际与国密两套算法可切换，密钥均由同一主密钥按用途派生。
//
// Owns: which algorithm does what, and how keys derive. Does not own: where the master secret is kept, or what is sealed.
package seal
