-- Who else must sign an application, and whether they did.
create table case_cosigner (
    case_id bytea not null,
    -- The step that asked: a case may ask again.
    revision bigint not null,
    person_id bytea not null,
    asked_at bigint not null,
    answered_at bigint,
    -- 1 signed, 0 did not want to.
    signs bigint,
    primary key (case_id, revision, person_id)
);
create index case_cosigner_person on case_cosigner (person_id, asked_at);
