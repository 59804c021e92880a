// Package web is the HTTP machinery: routes as rows, problem+json, limits. 接口机件。
//
// An area's http.go adds rows (method, path, permission, what goes in and out, which faults); the rows are the source of
// OpenAPI and of the access matrix. web knows no area: who the caller is comes from an Authorize function given by app.
// Owns: decoding (unknown fields refused), encoding, faults to application/problem+json, body limits, request ids.
// Does not own: permissions (access), pages (portal).
package web
