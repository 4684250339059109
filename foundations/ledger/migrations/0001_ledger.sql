-- What was put on record. The log holds only the digest; the salt can be erased, and with it the
-- last way to tie the digest to a person.
create table ledger_leaf (
    id bytea not null primary key,
    kind text not null,
    subject text not null,
    salt bytea,
    digest bytea not null,
    queued_at bigint not null,
    position bigint
);

create index ledger_leaf_waiting on ledger_leaf (id) where position is null;
create unique index ledger_leaf_position on ledger_leaf (position) where position is not null;
create index ledger_leaf_subject on ledger_leaf (subject);

-- Up to 256 hashes of one level, side by side. Only the last tile of a level ever changes, by growing.
create table ledger_tile (
    level bigint not null,
    place bigint not null,
    hashes bytea not null,
    primary key (level, place)
);

-- The one row that says how far the log goes. Whoever moves it took its turn from the last one.
create table ledger_head (
    id bigint not null primary key check (id = 1),
    turn bigint not null,
    size bigint not null,
    note text,
    signed_at bigint
);

insert into ledger_head (id, turn, size) values (1, 0, 0);
