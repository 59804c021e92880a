-- +goose Up
-- An association gathers its members to sign one text (F03-2), and anybody may report that a clause is not kept (F03-5).

create table commitment.grouping (
	grouping_id   text        not null,
	undertaking   text        not null,
	org           text        not null, -- the association
	org_name      text        not null,
	title         text        not null,
	template      text        not null,
	template_from date        not null,
	template_hash text        not null, -- of the text its members are asked to sign
	closes_on     date        not null, -- last day to confirm
	actor         text        not null,
	at            timestamptz not null,
	suite         text        not null,
	key_id        text        not null,
	public_key    bytea       not null,
	signature     bytea       not null, -- of the platform over all of the above and the members
	entry_id      text        not null,
	constraint grouping_is_known_by_id primary key (grouping_id),
	constraint grouping_is_signed check (length(signature) > 0 and template_hash <> '')
);
comment on table commitment.grouping is 'keyed: by grouping_id; append-only; a text an association signed for its members to confirm';
grant select, insert on commitment.grouping to xinheng_app;
create index grouping_of_org on commitment.grouping (org, at desc);

create table commitment.member (
	entity_id   text        not null,
	grouping_id text        not null,
	at          timestamptz not null,
	constraint member_is_asked_once primary key (entity_id, grouping_id)
);
comment on table commitment.member is 'entity: append-only; whom an association asked to confirm; nobody who does not is written down anywhere';
grant select, insert on commitment.member to xinheng_app;
create index member_of_grouping on commitment.member (grouping_id, entity_id);
create index signed_of_grouping on commitment.signed (grouping, entity_id) where grouping <> '';

create table commitment.report (
	entity_id     text        not null,
	report_id     text        not null, -- the number on the receipt; its code is derived from it and kept nowhere
	commitment_id text        not null,
	clause        text        not null,
	statement     bytea       not null, -- sealed: the words of a person
	received_at   timestamptz not null,
	due_on        date        not null, -- by when its party answers
	provisional   boolean     not null,
	reply         bytea,                -- sealed
	replied_at    timestamptz,
	replied_by    text        not null, -- access.Actor.ID; empty: nobody yet
	entry_id      text        not null,
	constraint report_is_known_by_number primary key (entity_id, report_id),
	constraint report_is_about_a_commitment foreign key (entity_id, commitment_id) references commitment.signed (entity_id, commitment_id),
	constraint report_answered_by_somebody check ((reply is null) = (replied_at is null) and (reply is null) = (replied_by = ''))
);
comment on table commitment.report is 'entity: reports that a clause is not kept, and the answer of its party';
grant select, insert on commitment.report to xinheng_app;
grant update (statement, reply, replied_at, replied_by) on commitment.report to xinheng_app;
create index report_open on commitment.report (due_on, entity_id) where reply is null;
create index report_by_number on commitment.report (report_id);
create index report_of_commitment on commitment.report (commitment_id, received_at);
