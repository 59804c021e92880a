// Package page is the vocabulary of a page. 页面词汇。
//
// It says in which language a page speaks, where the page stands in the site, and how numbers, money, dates and
// instants are written in it. Templates and styles belong to whoever draws the page (portal today, report later).
//
// Owns: languages, the catalogue of interface texts, crumbs and frame, formatting.
// Does not own: HTTP, HTML, the words themselves, anything about credit.
package page
