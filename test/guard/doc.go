// Package guard tries the doors of the whole program, as every role and as strangers. 门禁测试。
//
// Real sessions and keys, real HTTP, a real database; what a route asks for is read from the program's own rows and its
// own OpenAPI document, so that a new route is tried the day it is added. 会话、密钥、接口与数据库都是真的。
//
// Owns: who gets in where, whether what is another's is there at all, and what ill-formed requests meet. Does not own: the
// rules of the areas (their own tests prove those), nor kill -9 (test/program).
package guard
