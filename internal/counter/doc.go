// Package counter is the counter of an area in tests (办事窗口): a real database, a set clock, and people of several posts who come
// to it over HTTP by name. It owns what every area's tests need alike; what follows from what is wired by the tests of the area.
package counter
