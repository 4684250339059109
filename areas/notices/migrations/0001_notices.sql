-- The inbox of a person. What is in it was said, and is never changed; only its reading is noted.
create table notice (
    id bytea not null primary key,
    person bytea not null,
    subject text not null,
    body text not null,
    case_number text,
    sent_at bigint not null,
    read_at bigint
);

create index notice_inbox on notice (person, id);
create index notice_unread on notice (person) where read_at is null;
