-- +goose Up
-- What is decided is also to be shown elsewhere, not only taken down: the commitment of a repair goes to 国家企业信用信息公示系统
-- and “信用中国” (琼府办〔2021〕4号（四）). It goes the same way as a take-down, in the same ledger: ordered in the transaction of the
-- decision, signed, tried until it is acknowledged.

alter table exchange.removal add column location text not null default ''; -- path on our portal of what is to be shown; empty: a take-down
alter table exchange.removal drop constraint removal_action_is_known;
alter table exchange.removal add constraint removal_action_is_known check (action in ('delete', 'replace', 'lift', 'publish'));
alter table exchange.removal add constraint removal_of_a_publication_says_where check ((action = 'publish') = (location <> ''));
comment on table exchange.removal is 'entity: what had to end, or to be shown, at each target, when it was sent and acknowledged';

-- A commitment has an address of its own once it is published.
create index pledge_of_commitment on repair.pledge (commitment_id);
