// Package app wires the areas together. 组装。
//
// One function builds every desk in ladder order (app.go), one page says what follows from what (reactions.go), one mounts
// the routes (routes.go), one serves until told to stop (serve.go). Where and how is config; what and how long is law.
// Owns: the process and its order. Does not own: any rule, page or statement.
package app
