-- +goose Up
-- Evidence in two shapes: of each check a narrow row that is searched, and of each group of checks its pages, which hold the exact
-- texts in order and are read only by whoever asks for one of them. A long text in a row of its own, beside four indexes, cost
-- more than everything else a check does.

create table "check".page (
	group_id uuid    not null,
	page     integer not null, -- rows of the group from 256 × page on
	texts    text    not null, -- two lines a row: the exact answer, which the leaf commits to, and the facts and adoptions judged
	constraint page_is_written_once primary key (group_id, page)
);
comment on table "check".page is 'keyed: by group_id; what was answered and from what, in order of seq; append-only';
grant select, insert on "check".page to xinheng_app;

-- Many answers of one page share most of their words. Where the server knows lz4 it finds that at a tenth of the price.
-- +goose StatementBegin
do $$
begin
	alter table "check".page alter column texts set compression lz4;
exception when feature_not_supported or invalid_parameter_value then
	null;
end $$;
-- +goose StatementEnd

insert into "check".page (group_id, page, texts)
	select group_id, seq / 256, string_agg(answer || e'\n' || inputs, e'\n' order by seq) from "check".decision group by 1, 2;

alter table "check".evidence add column salts bytea not null default '';
update "check".evidence e set salts = d.salts
	from (select group_id, string_agg(salt, ''::bytea order by seq) as salts from "check".decision group by 1) d
	where d.group_id = e.group_id;
alter table "check".evidence
	alter column salts drop default,
	add constraint evidence_has_a_salt_for_each_leaf check (octet_length(salts) * 2 = octet_length(leaves));

-- Ids stand beside those of other areas in one order, that of their bytes; so they are kept. Then one key serves a subject's
-- checks by time and by id.
drop index "check".decision_by_id;
drop index "check".decision_by_org_in_order;
drop index "check".decision_of_entity_by_time;
alter table "check".decision
	drop constraint decision_is_known_by_id,
	drop column answer,
	drop column inputs,
	drop column salt,
	drop column edition,
	drop column position,
	drop column matter_version,
	alter column decision_id type text collate "C";
alter table "check".decision add constraint decision_is_known_by_id primary key (entity_id, at, decision_id);
create index decision_by_id on "check".decision (decision_id);
create index decision_by_org_in_order on "check".decision (org, at desc, decision_id desc);
