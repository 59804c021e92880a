// Package dengbao writes the map from 等保三级 to the tests that prove it. 等级保护对照表。
//
// controls.yaml lists the application-side controls of GB/T 22239-2019 level 3, each with what the platform does about it,
// the tests that prove that, and what is left to whoever operates it. A test holds that every test named is really in the
// tree, so that a control cannot be claimed by a test that was renamed or removed.
//
// Serves: F24-1. Owns: the map and its report. Does not own: the controls themselves, which live in their areas, and the
// parts of the standard about rooms, networks, hosts and management, which no program can prove.
package dengbao
