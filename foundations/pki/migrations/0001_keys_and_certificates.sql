-- Private keys, sealed under the master key with the key's name as associated data.
create table pki_key (
    name text primary key,
    algorithm text not null,
    sealed bytea not null,
    public bytea not null,
    created_at bigint not null
);

-- Every certificate ever issued; rows are never deleted, a revoked one says when and why.
create table pki_certificate (
    serial bytea primary key,
    owner text not null,
    issuer text not null,
    key_name text not null,
    der bytea not null,
    issued_at bigint not null,
    not_after bigint not null,
    revoked_at bigint,
    reason bigint
);

create index pki_certificate_owner on pki_certificate (owner, issued_at);

create index pki_certificate_revoked on pki_certificate (issuer, serial) where revoked_at is not null;

-- Who the State is and where its lists are published: one row, id 1.
create table pki_authority (
    id bigint primary key,
    state text not null,
    country text not null,
    base_url text not null
);
