-- An application that is being filled in. It belongs to a browser until its person signs in.
create table case_draft (
    id bytea primary key,
    service_slug text not null,
    service_hash text not null,
    browser_key bytea not null,
    person_id bytea,
    answers text not null,
    created_at bigint not null,
    updated_at bigint not null,
    -- The case it became. A draft is sent once.
    case_id bytea
);
create index case_draft_person on case_draft (person_id, service_slug) where case_id is null;
create index case_draft_browser on case_draft (browser_key, service_slug) where case_id is null;

-- An application that was sent, and where it stands.
create table case_file (
    id bytea primary key,
    number text not null unique,
    verification_code text not null unique,
    service_slug text not null,
    service_hash text not null,
    agency_slug text not null,
    -- None when it was filed without an account.
    person_id bytea,
    browser_key bytea,
    contact_email text,
    answers text not null,
    -- SHA-256 of the answers as they were filed: the ledger's leaf binds it, whatever is corrected later.
    filed_hash text not null,
    -- Answers being corrected, not yet sent.
    correction text,
    stage text not null,
    -- Steps taken so far; every step names the one it follows, so that none is taken twice.
    revision bigint not null,
    outcome text,
    filed_at bigint not null,
    ended_at bigint,
    -- The last day the agency has, and the instant it ends. None when the law sets no term.
    due_on text,
    due_at bigint,
    -- Since when the legal clock stands still.
    stopped_at bigint,
    receipt_leaf bytea not null,
    -- Who sent it and the client's own key: a request repeated is answered, not filed again.
    idempotency_key text unique
);
create index case_file_person on case_file (person_id, filed_at);
create index case_file_service on case_file (service_slug, filed_at);

-- Everything that happened to a case, in order. Rows are only ever added.
create table case_event (
    case_id bytea not null,
    revision bigint not null,
    at bigint not null,
    kind text not null,
    -- The agency's official who did it, by account; none for the applicant and for the clock.
    account_id bytea,
    detail text not null,
    primary key (case_id, revision)
);

-- Human work. Open tasks are the desk of a role in an agency.
create table case_task (
    id bytea primary key,
    case_id bytea not null,
    agency_slug text not null,
    role text not null,
    name text not null,
    opened_at bigint not null,
    due_at bigint,
    completed_at bigint,
    completed_by bytea,
    result text,
    reasons text
);
create index case_task_desk on case_task (agency_slug, role, due_at) where completed_at is null;
create index case_task_case on case_task (case_id, opened_at);

-- A file given by the applicant. The bytes are a blob.
create table case_document (
    id bytea primary key,
    draft_id bytea not null,
    question text not null,
    file_name text not null,
    media_type text not null,
    size_bytes bigint not null,
    blob text not null,
    added_at bigint not null,
    removed_at bigint
);
create index case_document_draft on case_document (draft_id, question);

-- A field an official marked for correction.
create table case_mark (
    case_id bytea not null,
    task_id bytea not null,
    question text not null,
    remark text not null,
    corrected_at bigint,
    primary key (case_id, task_id, question)
);

-- The document a case ends with.
create table case_act (
    case_id bytea primary key,
    template text not null,
    outcome text not null,
    verification_code text not null unique,
    -- The official whose decision it is; none when it is automatic.
    decided_by bytea,
    reasons text,
    decided_at bigint not null,
    issued_at bigint,
    blob text,
    valid_until text,
    revoked_at bigint,
    leaf bytea
);
create index case_act_blob on case_act (blob);
