// Package access is who may do what: identity, organisations, scopes. 身份与权限。
//
// At this stage a caller is a system with an API key that belongs to a body (by its unified social credit code), or the
// operator at the command line of the machine itself. A key's secret is shown once and only its hash is stored. 密钥只留摘要。
//
// Serves: F21-2 in part (scoped keys of the systems of departments).
// Owns: keys, scopes, the actor in a context, the rate at which one caller may ask. Does not own: what a route demands (the
// row of its area says so) and which data an actor sees (its area decides).
package access
