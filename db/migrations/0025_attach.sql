-- +goose Up
-- Attachments: what people hand in with their cases. The content is sealed in pieces under a key of its own, which is sealed
-- with the platform's; names of files are sealed too, because people write names of people into them. What is open here are
-- ids, kinds, sizes and grades.

create schema attach;
grant usage on schema attach to xinheng_app;

create table attach.content (
	content_id uuid        not null,
	owner      text        not null, -- the firm or body, or the person who acts for nobody
	digest     text        not null, -- keyed hash of the content: the same file of one owner is kept once
	type       text        not null, -- media type, found from the content
	size       bigint      not null,
	pieces     integer     not null,
	key        bytea       not null, -- sealed: the key of the pieces
	created_at timestamptz not null,
	constraint content_is_known_by_id primary key (content_id),
	constraint content_is_kept_once_for_its_owner unique (owner, digest),
	constraint content_is_not_empty check (size > 0 and pieces > 0)
);
comment on table attach.content is 'keyed: by content_id; what a file holds, sealed; only its key changes, which is sealed anew when keys turn';
grant select, insert on attach.content to xinheng_app;
grant update (key) on attach.content to xinheng_app;

create table attach.piece (
	content_id uuid    not null,
	n          integer not null, -- counts from 0
	body       bytea   not null,
	constraint piece_has_its_place primary key (content_id, n),
	constraint piece_is_small check (octet_length(body) between 1 and 262144)
);
comment on table attach.piece is 'keyed: by content_id, n; the sealed pieces of a file; append-only';
grant select, insert on attach.piece to xinheng_app;

create table attach.file (
	file_id     uuid        not null,
	content_id  uuid        not null,
	owner       text        not null,
	kind        text        not null,
	grade       text        not null, -- F02-4
	name        bytea       not null, -- sealed
	uploaded_by text        not null,
	uploaded_at timestamptz not null,
	constraint file_is_known_by_id primary key (file_id),
	constraint file_grade_is_known check (grade in ('A', 'B', 'C', 'D'))
);
comment on table attach.file is 'keyed: by file_id; an attachment as somebody handed it in; only its name changes, which is sealed anew when keys turn';
grant select, insert on attach.file to xinheng_app;
grant update (name) on attach.file to xinheng_app;
create index file_of_content on attach.file (content_id);
create index file_of_owner on attach.file (owner, uploaded_at);

create table attach.link (
	file_id   uuid        not null,
	kind      text        not null, -- of the object: case
	about     text        not null, -- its id
	linked_by text        not null,
	linked_at timestamptz not null,
	constraint link_is_one_for_a_file primary key (file_id)
);
comment on table attach.link is 'keyed: by file_id; what an attachment belongs to, for good; append-only';
grant select, insert on attach.link to xinheng_app;
create index link_of_object on attach.link (kind, about, file_id);

-- The application cannot delete. What was never linked is swept by this function, which can do nothing else. It locks first and
-- looks again: whoever links a file, or takes a content for another file, holds the row meanwhile, and it is passed by.
-- +goose StatementBegin
create function attach.sweep(before timestamptz) returns bigint
	language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
	old   uuid[];
	swept bigint;
begin
	old := array(select file_id from attach.file f
		where uploaded_at < before and not exists (select from attach.link l where l.file_id = f.file_id)
		order by file_id limit 1000 for update skip locked);
	delete from attach.file f where file_id = any (old) and not exists (select from attach.link l where l.file_id = f.file_id);
	get diagnostics swept = row_count;
	old := array(select content_id from attach.content c
		where created_at < before and not exists (select from attach.file f where f.content_id = c.content_id)
		order by content_id limit 1000 for update skip locked);
	with gone as (
		delete from attach.content c
		where content_id = any (old) and not exists (select from attach.file f where f.content_id = c.content_id) returning content_id)
	delete from attach.piece p using gone where p.content_id = gone.content_id;
	return swept;
end $$;
-- +goose StatementEnd
revoke all on function attach.sweep(timestamptz) from public;
grant execute on function attach.sweep(timestamptz) to xinheng_app;
