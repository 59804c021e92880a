// Package docs writes the documents that are made from the code. 由代码生成的文档。
//
// OpenAPI and the access matrix come from the route rows, the law page from the rule files, the fault list from the
// source, the configuration page from the command line, and the capability table from the names of the tests that prove
// each capability. CI regenerates them and fails on a difference.
// Owns: the generators. Does not own: what they describe.
package docs
