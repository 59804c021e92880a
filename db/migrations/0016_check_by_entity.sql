-- +goose Up
-- Whom a body checked is shown to whoever it checked, newest first, and can be exported by the body itself.

create index decision_of_entity_by_time on "check".decision (entity_id, at desc, decision_id collate "C" desc);
create index decision_by_org on "check".decision (org, at desc);
