-- +goose Up
-- The queue and the order of entries are written from entries that the same statement inserts or reads, and an entry is never
-- removed: looking each of them up again, and locking it, kept nothing that could break.

alter table ledger.pending drop constraint pending_entry_id_fkey;
alter table ledger.placed drop constraint placed_entry_id_fkey;
