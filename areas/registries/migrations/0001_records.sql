-- What the State knows for sure, with its history. Rows are added, never changed or removed.

create table registry_holder (
    registry text  not null primary key,
    agency   bytea not null references identity_agency (id)
);

-- One row for each version of a record. The greatest version is what holds now.
create table registry_record (
    id           bytea  not null primary key,
    dataset      text   not null,
    record_key   text   not null,
    version      bigint not null,
    fields       text   not null,
    search_words text   not null,
    valid_from   text   not null,
    valid_to     text,
    source       text,
    recorded_at  bigint not null,
    unique (dataset, record_key, version)
);

-- Whom a version concerns, and how.
create table registry_link (
    record bytea not null references registry_record (id),
    person bytea not null references identity_person (id),
    role   text  not null,
    primary key (record, person, role)
);
create index registry_link_person on registry_link (person, record);
