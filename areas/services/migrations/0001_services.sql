-- Versions of services, each by the hash of its files. Rows are added, never changed or removed: a case
-- keeps the very version it was filed under.

create table service_version (
    hash         text   not null primary key,
    slug         text   not null,
    published_at bigint not null,
    files        text   not null
);

-- The version that new applications are filed under.
create table service_current (
    slug  text   not null primary key,
    hash  text   not null references service_version (hash),
    since bigint not null
);
