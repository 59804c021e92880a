-- +goose Up
-- The auditor's page reads the ledger backwards in time, beside other logs.

create index entry_by_time on ledger.entry (at desc, id desc);
