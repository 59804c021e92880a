-- +goose Up
-- Notices of watches and of commitments are both notices: the second of two migrations had left the first one's kind out.

alter table exchange.notice drop constraint notice_kind_is_known;
alter table exchange.notice add constraint notice_kind_is_known check (kind in ('tombstone', 'correction', 'reach_back', 'lift', 'watch', 'commitment'));
