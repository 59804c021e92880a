// Package education is integrity education before entry, and the training of officials: short courses, sittings, certificates.
// 诚信教育与业务培训。
//
// A matter triggers the courses that name it; what was completed is kept with its version, and nothing waits for it unless an
// article says so （六）. Practitioners have courses by occupation. Officials pass an examination, which earns the certificate that a
// post needs before it touches the rights of others （三十）: the certificate is signed, anybody may verify it, and the day after its
// last day the right is gone, whether or not anything has run (S8).
//
// Serves: F06-1, F06-2, F30-1, S8, G11.
// Owns: sittings, completions, certificates. Does not own: the courses (law), which role needs which certificate and what follows
// when it is missing (account), permits (those who give them ask Before).
package education
