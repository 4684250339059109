-- A file an official gives with a decision. The bytes are a blob; the act names its hash.
create table case_attachment (
    id bytea primary key,
    case_id bytea not null,
    task_id bytea not null,
    file_name text not null,
    media_type text not null,
    size_bytes bigint not null,
    blob text not null,
    added_by bytea not null,
    added_at bigint not null,
    removed_at bigint
);
create index case_attachment_case on case_attachment (case_id, added_at);
create index case_attachment_task on case_attachment (task_id, added_at);
