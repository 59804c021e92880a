// Package signin is how people prove who they are: password, second factor, an outside provider, and the session that
// follows. 登录与会话。
//
// A password is kept as argon2id, a second factor sealed, a token of a session as its hash. Whoever tries a login that does
// not exist gets the answer, the delay and the lock-out of one that does. A code is taken once; a token changes with every
// step that changes what it can do, so that one planted or seen before is worth nothing after. 登录失败的答复、耗时与锁定对
// 存在与不存在的账号一致；动态口令一次有效；每次身份变化都更换会话令牌。
//
// Serves: F24-2 and S9 in part; GB/T 22239-2019 8.1.4.1 (two factors, lock-out, time-out, rotation), 8.1.4.3 (each attempt is
// kept).
// Owns: credentials, second factors, sessions, outside identities, attempts. Does not own: accounts, posts, and what
// somebody may do.
package signin
