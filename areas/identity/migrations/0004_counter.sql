-- Whom a clerk attends at a counter now.
create table identity_counter (
    account bytea not null primary key,
    person bytea not null,
    since bigint not null
);
