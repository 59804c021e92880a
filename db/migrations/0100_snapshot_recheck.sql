-- +goose Up
-- What was answered from a snapshot while the platform was away, and the real check that was made of it afterwards (F07-5). Where the two
-- differ the body says within a term what it did about it. The check itself is evidence like any other; here are codes and dates.

create table snapshot.recheck (
	org         text        not null, -- the body that answered, and nobody else sees it
	ref         text        not null, -- its own number of the answer: a second delivery of it is the same
	entity_id   text        not null,
	decision_id text        not null, -- the check that was made
	digest      text        not null, -- of the snapshot
	day         date        not null, -- of the snapshot
	on_date     date        not null, -- the day that was answered for
	matter      text        not null,
	purpose     text        not null,
	case_no     text        not null,
	officer     text        not null, -- who answered
	was         jsonb       not null, -- outcome and measures as answered from the snapshot
	now         jsonb       not null, -- as the check answers
	agrees      boolean     not null,
	at          timestamptz not null,
	due_on      date,                 -- last day to say what was done; none: they agree
	provisional boolean     not null,
	constraint recheck_is_one_for_each_answer primary key (org, ref),
	constraint recheck_differs_until_answered check (not agrees or due_on is null)
);
comment on table snapshot.recheck is 'keyed: by the body that answered; answers from a snapshot that were checked again; append-only';
grant select, insert on snapshot.recheck to xinheng_app;
create unique index recheck_by_decision on snapshot.recheck (decision_id);
create index recheck_of_org on snapshot.recheck (org, at desc, decision_id desc);

create table snapshot.reply (
	org         text        not null,
	decision_id text        not null,
	at          timestamptz not null,
	actor       text        not null,
	officer     text        not null,
	done        text        not null,
	note        text        not null,
	late        boolean     not null,
	constraint reply_is_given_once primary key (org, decision_id),
	constraint reply_done_is_known check (done in ('changed', 'kept', 'not_concluded'))
);
comment on table snapshot.reply is 'keyed: by the body that answered; what it did where a re-check differs; append-only';
grant select, insert on snapshot.reply to xinheng_app;
