-- A definition being changed by the people of its agency: one prepares it, another publishes it.
create table service_edition (
    id bytea primary key,
    slug text not null,
    agency_slug text not null,
    files text not null,
    -- The version it began from; none for a new service.
    base_hash text,
    begun_by bytea not null,
    begun_at bigint not null,
    updated_at bigint not null,
    -- Saves so far: whoever saves says which one they saw.
    revision bigint not null,
    -- Who asks for it to be published, and what for; none while it is being written.
    proposed_by bytea,
    proposed_at bigint,
    note text,
    -- Why it was sent back last.
    remark text,
    -- How it ended: published or discarded.
    outcome text,
    ended_by bytea,
    ended_at bigint
);
create index service_edition_agency on service_edition (agency_slug, updated_at);

-- Which version was made current, when and by whom. Rows are only added.
create table service_publication (
    slug text not null,
    ordinal bigint not null,
    hash text not null,
    at bigint not null,
    -- Who asked for it and who published it; none where the program brought it.
    proposed_by bytea,
    published_by bytea,
    -- What it was for, or why the version before it was brought back.
    note text,
    is_undoing bigint not null,
    primary key (slug, ordinal)
);
