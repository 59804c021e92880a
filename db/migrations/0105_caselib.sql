-- +goose Up
-- Case library and publicity activities (琼府办〔2021〕4号（三十）; F30-3): what editors draft, a second person publishes, and what it reached.

create schema caselib;
grant usage on schema caselib to xinheng_app;

create table caselib.piece (
	piece_id      text        not null,
	form          text        not null, -- study: a case study; outreach: a publicity activity
	kind          text        not null, -- of a study: what it shows
	title_zh      text        not null,
	title_en      text        not null,
	body_zh       text        not null,
	body_en       text        not null,
	programme_zh  text        not null, -- of an activity
	programme_en  text        not null,
	articles      text[]      not null, -- code of the instrument, a blank, the article
	case_id       text        not null, -- the closed case a study is drawn from; empty: by hand
	hides         text[]      not null, -- length and keyed digest of what must not appear, as the editor gave it; the words themselves are not kept
	first_on      date,
	last_on       date,                 -- the day after it, an activity is over by itself
	org           text        not null,
	region        text        not null,
	editors       text[]      not null, -- whoever wrote a version; none of them publishes it
	version       integer     not null,
	at            timestamptz not null,
	published_by  text        not null default '',
	published_at  timestamptz,
	withdrawn_by  text        not null default '',
	withdrawn_at  timestamptz,
	withdrawn_why text        not null default '',
	constraint piece_is_known_by_id primary key (piece_id),
	constraint piece_is_a_study_or_an_activity check (
		form = 'study' and kind in ('incentive', 'discipline', 'repair', 'commitment', 'objection') and first_on is null and last_on is null
		or form = 'outreach' and kind = '' and case_id = '' and last_on >= first_on),
	constraint piece_is_published_by_another check ((published_at is null) = (published_by = '') and published_by <> all (editors)),
	constraint piece_withdrawn_was_published_and_says_why check ((withdrawn_at is null) = (withdrawn_why = '') and (withdrawn_at is null or published_at is not null))
);
comment on table caselib.piece is 'keyed: by id; case studies and publicity activities; once published the words stay, and only a withdrawal is added';
grant select, insert on caselib.piece to xinheng_app;
grant update (kind, title_zh, title_en, body_zh, body_en, programme_zh, programme_en, articles, case_id, hides, first_on, last_on, editors, version, at,
	published_by, published_at, withdrawn_by, withdrawn_at, withdrawn_why) on caselib.piece to xinheng_app;
create index piece_by_form on caselib.piece (form, published_at desc) where published_at is not null;

create table caselib.material (
	piece_id text        not null,
	file_id  text        not null,
	name     text        not null,
	media    text        not null,
	size     bigint      not null,
	sha256   text        not null,
	actor    text        not null,
	at       timestamptz not null,
	constraint material_is_given_once primary key (piece_id, file_id)
);
comment on table caselib.material is 'keyed: by piece; append-only: files of an activity with their hash';
grant select, insert on caselib.material to xinheng_app;

create table caselib.attendance (
	piece_id text        not null,
	seq      integer     not null,
	on_day   date        not null,
	people   integer     not null,
	document text        not null, -- number of the document that says so
	file_id  text        not null,
	sha256   text        not null,
	corrects integer     not null, -- an earlier entry this one stands instead of; 0: none
	actor    text        not null,
	at       timestamptz not null,
	constraint attendance_is_counted_in_turn primary key (piece_id, seq),
	constraint attendance_is_entered_with_a_document check (people > 0 and document <> '' and file_id <> '' and corrects < seq),
	constraint attendance_of_a_document_is_entered_once unique (piece_id, file_id)
);
comment on table caselib.attendance is 'keyed: by piece; append-only: who came to an activity, each with its document';
grant select, insert on caselib.attendance to xinheng_app;

create table caselib.viewed (
	piece_id text    not null,
	on_day   date    not null,
	n        bigint  not null,
	constraint viewed_is_counted_by_day primary key (piece_id, on_day)
);
comment on table caselib.viewed is 'keyed: by piece and day; how often the page of an activity was shown; nothing is kept of who looked';
grant select, insert, update on caselib.viewed to xinheng_app;
