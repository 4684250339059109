-- Work to be done after the transaction that asked for it. See jobs.rs.
create table job (
    id bytea not null primary key,
    kind text not null,
    key text not null,
    payload text not null,
    state bigint not null,
    bucket bigint not null,
    due_at bigint not null,
    attempts bigint not null,
    lease bytea,
    failure text,
    unique (kind, key)
);
create index job_due on job (bucket, due_at) where state = 0;
create index job_dead on job (id) where state = 2;
create index job_done on job (due_at) where state = 1;

-- Marks of commits on PostgreSQL, to learn after a lost connection whether one happened. See fence.rs.
create table store_commit (
    id bytea not null primary key,
    fence bigint not null
);
