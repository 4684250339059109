-- One row for each look at a person's data. Rows are added, never changed.

create table identity_access (
    id          bytea  not null primary key,
    person      bytea  not null references identity_person (id),
    at          bigint not null,
    account     bytea  references identity_account (id),
    agency      bytea  references identity_agency (id),
    reason      text   not null,
    words       text,
    case_number text,
    dataset     text
);
create index identity_access_person on identity_access (person, id);
