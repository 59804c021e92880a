-- +goose Up
-- The ledger: acts in order, the Merkle tree over them, signed checkpoints. Append-only: the application's role may insert
-- and read, never change or remove. Only the queue of entries not yet placed loses rows. docs/ledger.md is the public side.

create schema ledger;
grant usage on schema ledger to xinheng_app;

create table ledger.entry (
	id     uuid        not null,
	kind   text        not null,
	actor  text        not null,
	about  text        not null,
	public jsonb       not null,
	root   bytea, -- Merkle root of a batch's rows; null for an act without rows
	at     timestamptz not null,
	leaf   bytea       not null, -- what the tree commits to: hash of the entry's text
	constraint entry_is_known_by_id primary key (id),
	constraint entry_public_is_an_object check (jsonb_typeof(public) = 'object'),
	constraint entry_root_is_a_hash check (octet_length(root) = 32),
	constraint entry_leaf_is_a_hash check (octet_length(leaf) = 32)
);
comment on table ledger.entry is 'local: acts, appended in the transaction of the change they describe; append-only';
grant select, insert on ledger.entry to xinheng_app;

-- seq keeps cause before effect: an act begun after another was committed has the higher number, whatever the clocks say.
create table ledger.pending (
	seq      bigint generated always as identity,
	entry_id uuid not null references ledger.entry (id),
	constraint pending_is_in_order primary key (seq)
);
comment on table ledger.pending is 'local: queue of entries not yet placed';
grant select, insert, delete on ledger.pending to xinheng_app;

create table ledger.placed (
	position bigint      not null,
	entry_id uuid        not null references ledger.entry (id),
	at       timestamptz not null,
	constraint placed_position_is_taken_once primary key (position),
	constraint placed_entry_has_one_position unique (entry_id),
	constraint placed_positions_count_from_one check (position >= 1)
);
comment on table ledger.placed is 'local: the order of entries, dense from 1; append-only';
grant select, insert on ledger.placed to xinheng_app;

create table ledger.node (
	index bigint not null, -- golang.org/x/mod/sumdb/tlog stored-hash index
	hash  bytea  not null,
	constraint node_is_written_once primary key (index),
	constraint node_is_a_hash check (octet_length(hash) = 32)
);
comment on table ledger.node is 'local: complete subtrees of the Merkle tree; append-only';
grant select, insert on ledger.node to xinheng_app;

create table ledger.checkpoint (
	size bigint      not null,
	root bytea       not null,
	at   timestamptz not null,
	note text        not null, -- C2SP signed note: origin, size, root
	constraint checkpoint_of_a_size_is_signed_once primary key (size),
	constraint checkpoint_covers_something check (size >= 1),
	constraint checkpoint_root_is_a_hash check (octet_length(root) = 32)
);
comment on table ledger.checkpoint is 'local: signed states of the tree, one per turn of the sequencer; append-only';
grant select, insert on ledger.checkpoint to xinheng_app;
