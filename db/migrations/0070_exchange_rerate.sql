-- +goose Up
-- The fourth effect of a repair: whoever evaluates elsewhere is told to take it into account (发改委令36号: 更新评价), by a line of the same
-- ledger, sent until it is acknowledged.

alter table exchange.removal drop constraint removal_action_is_known;
alter table exchange.removal add constraint removal_action_is_known check (action in ('delete', 'replace', 'lift', 'publish', 'rerate'));
comment on table exchange.removal is 'entity: what had to end, to be shown or to be evaluated anew, at each target, when it was sent and acknowledged';

-- Whoever was given a result under an agreement is told when it changes.
alter table exchange.notice drop constraint notice_kind_is_known;
alter table exchange.notice add constraint notice_kind_is_known check (kind in ('tombstone', 'correction', 'reach_back', 'lift', 'watch', 'commitment', 'rating'));
