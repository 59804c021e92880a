// Package registry is who there is: market entities, their names and the persons responsible. 主体库。
//
// An entity is known by its unified social credit code and by nothing else: a name, a registration number or an
// address finds candidates for a human, never the entity itself. Natural persons who occur on documents are kept under
// a keyed blind index of their identity number, with a masked name, and are in no index that a search can reach.
//
// Owns: registrations, former names, branches, responsible persons (sealed), search by code and name with classes of
// match (never a score). Does not own: what entities did (record), what stands against them (standing), the meaning of
// regions and industries (law).
package registry
