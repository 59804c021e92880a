// Package account is who holds which role where: bodies, people, posts, and the firms people act for. 机构、人员与岗位。
//
// An account is asked for by the system administrator and comes to life when the security administrator approves it; the
// security administrator grants posts; the auditor sees both (三员分立, GB/T 22239-2019 8.1.5). A post is a role in a body,
// reaching a region, from a day until a day. It is the date that decides: a post that has ended gives no right, whether or
// not anything has run. 岗位以日期为准，到期即失效；离岗当日权限即止。
//
// For firms, a delegation takes the place of a post: the legal representative acts in everything and may delegate, a manager
// in the services granted until a day, an agent prepares and the firm confirms each act.
//
// A natural person acts as itself (R2) once a window clerk who saw person and document, or the outside provider, has verified
// who the account is: one person, one account; the number is sealed and never shown again. 自然人经实名核验，以本人身份办事。
//
// Serves: F24-2, F24-7 (permissions), S1, S2, S8, S9, S10.
// Owns: organisations, accounts, requests and their approval, posts, delegations, verified
// identities, training certificates, one-time links, and
// the acts of officers on API keys. Does not own: what a role may do (access), passwords and sessions (signin), what a
// permission opens (each area).
package account
