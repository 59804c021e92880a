-- +goose Up
-- Integrity education and training: sittings of courses, what was completed in which version, and the certificates that follow.
-- What is asked in a sitting follows from its id and the version of the course, so that it need not be kept.

create schema education;
grant usage on schema education to xinheng_app;

create table education.sitting (
	sitting_id  text        not null,
	account     text        not null, -- the person who sits it
	about       text        not null, -- the firm or person it was taken for; of an official, the body of the post
	course      text        not null,
	course_from date        not null, -- the version that was asked
	course_hash text        not null,
	begun_at    timestamptz not null,
	ends_at     timestamptz not null, -- answers after this do not count
	closed_at   timestamptz,
	outcome     text, -- none while it is open
	asked       integer     not null,
	correct     integer,
	constraint sitting_is_known_by_id primary key (sitting_id),
	constraint sitting_outcome_is_known check (outcome in ('passed', 'failed', 'lapsed')),
	constraint sitting_closes_whole check (num_nonnulls(closed_at, outcome, correct) in (0, 3)),
	constraint sitting_counts_what_was_asked check (asked > 0 and correct between 0 and asked)
);
comment on table education.sitting is 'local: sittings of courses; closed once, then as they are';
create unique index sitting_is_open_once on education.sitting (account, course) where closed_at is null;
create index sitting_by_account on education.sitting (account, course, begun_at desc);
create index sitting_by_course on education.sitting (course, closed_at);
grant select, insert, update (closed_at, outcome, correct) on education.sitting to xinheng_app;

create table education.completion (
	completion_id text        not null,
	account       text        not null,
	about         text        not null,
	course        text        not null,
	course_from   date        not null,
	course_hash   text        not null,
	sitting_id    text        not null,
	completed_on  date        not null,
	completed_at  timestamptz not null,
	constraint completion_is_known_by_id primary key (completion_id),
	constraint completion_comes_from_one_sitting unique (sitting_id),
	constraint completion_is_of_a_sitting foreign key (sitting_id) references education.sitting (sitting_id)
);
comment on table education.completion is 'local: courses completed, in which version; append-only';
create index completion_by_account on education.completion (account, completed_at desc);
create index completion_by_about on education.completion (about, course, completed_on desc);
grant select, insert on education.completion to xinheng_app;

create table education.certificate (
	certificate_id text        not null, -- random, so that nobody finds one by counting
	account        text        not null,
	completion_id  text        not null,
	kind           text        not null,
	course         text        not null,
	course_from    date        not null,
	from_on        date        not null,
	until_on       date        not null, -- the last day of it
	issued_at      timestamptz not null,
	suite          text        not null,
	key_id         text        not null,
	public_key     bytea       not null,
	message        bytea       not null, -- exactly what was signed; the holder stands in it as a digest
	salt           bytea       not null, -- of that digest
	signature      bytea       not null,
	constraint certificate_is_known_by_id primary key (certificate_id),
	constraint certificate_comes_from_one_completion unique (completion_id),
	constraint certificate_is_of_a_completion foreign key (completion_id) references education.completion (completion_id),
	constraint certificate_ends_after_it_begins check (until_on >= from_on)
);
comment on table education.certificate is 'local: signed certificates; append-only';
create index certificate_by_account on education.certificate (account, until_on desc);
grant select, insert on education.certificate to xinheng_app;
