-- +goose Up
-- A draw whose roster cannot be made is void without any party having failed to come, and said so on the ledger alone: its page
-- blamed nobody for nothing. The reason is kept beside the state, as the code of the fault that says what to do.

alter table inspection.draw add column void_why text not null default ''; -- code of a fault; empty: a party did not come
grant update (void_why) on inspection.draw to xinheng_app;
