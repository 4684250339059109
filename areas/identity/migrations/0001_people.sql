-- Who there is: agencies, persons, their accounts and how they come in.

create table identity_agency (
    id     bytea  not null primary key,
    slug   text   not null unique,
    name   text   not null,
    level  bigint not null,
    parent bytea  references identity_agency (id)
);

create table identity_person (
    id          bytea  not null primary key,
    kind        bigint not null,
    name        text   not null,
    national_id text,
    email       text,
    phone       text,
    born_on     text,
    assurance   bigint not null,
    created_at  bigint not null
);

-- Anyone may type any number into a form; only one person can have proved that it is theirs.
create unique index identity_person_proven on identity_person (national_id)
    where assurance >= 2 and national_id is not null;

create table identity_account (
    id          bytea  not null primary key,
    person      bytea  not null unique references identity_person (id),
    password    text,
    created_at  bigint not null,
    disabled_at bigint
);

-- The names an account answers to: an e-mail address, a national number.
create table identity_login (
    name    text  not null primary key,
    account bytea not null references identity_account (id)
);

create table identity_official (
    account bytea not null primary key references identity_account (id),
    agency  bytea not null references identity_agency (id)
);

create table identity_role (
    account bytea not null references identity_official (account),
    role    text  not null,
    primary key (account, role)
);

create table identity_session (
    id         bytea  not null primary key,
    token_hash bytea  not null unique,
    account    bytea  not null references identity_account (id),
    device     text   not null,
    created_at bigint not null,
    seen_at    bigint not null,
    expires_at bigint not null
);
create index identity_session_account on identity_session (account);

create table identity_token (
    id         bytea  not null primary key,
    token_hash bytea  not null unique,
    account    bytea  not null references identity_account (id),
    label      text   not null,
    created_at bigint not null,
    expires_at bigint not null
);
create index identity_token_account on identity_token (account);

-- Failed sign-ins by the hash of the name that was typed, whether or not such an account exists.
create table identity_attempt (
    name_hash  bytea  not null primary key,
    failures   bigint not null,
    failed_at  bigint not null,
    wait_until bigint not null
);
