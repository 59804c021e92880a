// Package developer is what somebody who builds against the platform is given: how its interface changes, why it refuses, and a
// client to start from. 开发者：接口变更与停用预告、错误代码、客户端代码。
//
// An operation that was published answers until it has been said for twelve months that it will go (F21-2): the notices are data
// here, each answer of such an operation carries its own, and a test compares what was published with what is there.
//
// 已公布的接口在预告满十二个月之前一直可用：预告是本包的数据，接口的每次答复都带有预告头，测试逐条比对。
//
// Owns: changes of the interface, notices of retirement, the list of refusals as it is shown, client code. Does not own: the
// interface itself (web and each area), keys and quotas (access), pages (portal).
package developer
