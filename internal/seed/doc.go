// Package seed invents a small province that tells stories. 虚构的演示省份。
//
// It is deterministic: the same size and the same day give the same files, byte for byte. Everything is written as real
// files in the national formats and taken in through the real intake path, delivery by delivery, on the calendar of the
// story, so that the time machine has something to show. Names contain 示例, codes have valid check digits and use a body
// ("XY…") no registrar issues; no real person or firm is meant.
//
// Owns: the invention. Does not own: any rule about what the rows mean (law), nor how they are taken in (record).
package seed
