-- What registries and other systems answered to a stage of a case; none while it is waited for. The latest counts.
create table case_consulted (
    case_id bytea not null,
    -- The step that asked: a stage that is come to again asks again.
    revision bigint not null,
    stage text not null,
    asked_at bigint not null,
    answered_at bigint,
    -- The values that the definition keeps, as JSON.
    answer text,
    primary key (case_id, revision, stage)
);
