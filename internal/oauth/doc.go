// Package oauth lets a firm look at its own public file through apps of the market. 经市场应用查看本企业公示档案。
//
// An app is registered by the operator and approved by a second officer: who answers for it, the exact addresses a firm is sent back to,
// what it may ask for. A firm's representative or manager agrees on our own page, until a day it chooses, and takes it back there at once.
// The app gets a code (PKCE, S256 only), for it a token of ten minutes and a refresh token that is good once: one that comes twice ends
// the authorisation, for then somebody stole it. An app reads what everybody may see on the portal, of the one firm that agreed, and
// nothing else; it writes nothing. Each reading is on record before it is answered and stands in the firm's 谁查了我 under the app's name.
//
// 应用须经两人登记；企业在本平台页面同意、随时撤回；授权码＋PKCE（仅 S256），令牌十分钟，刷新令牌一次一换、重用即全部作废；只读本企业已公示的信息。
//
// Serves: 琼府办〔2021〕4号（二十二）; F22-6, F22-2 F22-3 (tokens to embed).
// Owns: schema oauth. Does not own: consents to data that is not public (disclosure), records (record), pages that are embedded (portal).
package oauth
