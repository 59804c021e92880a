-- +goose Up
-- A body looks through its own checks page by page, newest first: the order of the page is the order of the index, down to
-- the id that parts checks of one instant.

create index decision_by_org_in_order on "check".decision (org, at desc, decision_id collate "C" desc);
drop index "check".decision_by_org;
