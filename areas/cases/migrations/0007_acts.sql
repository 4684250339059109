-- A case may come to several acts: a decision, another one after it was taken up again, the extension of its term.
create table case_act_list (
    id bytea primary key,
    case_id bytea not null,
    -- Its place among the acts of its case, from 1.
    ordinal bigint not null,
    template text not null,
    -- How the case ends with it: granted, denied, abandoned; or extended, when it gives the agency more time.
    meaning text not null,
    verification_code text not null unique,
    -- The official whose decision it is; none when it is automatic.
    decided_by bytea,
    reasons text,
    decided_at bigint not null,
    issued_at bigint,
    blob text,
    valid_until text,
    leaf bytea,
    revoked_at bigint,
    revoked_by bytea,
    revoked_reasons text,
    unique (case_id, ordinal)
);
insert into case_act_list (id, case_id, ordinal, template, meaning, verification_code, decided_by, reasons, decided_at,
    issued_at, blob, valid_until, leaf, revoked_at, revoked_by, revoked_reasons)
select case_id, case_id, 1, template, outcome, verification_code, decided_by, reasons, decided_at,
    issued_at, blob, valid_until, leaf, revoked_at, revoked_by, revoked_reasons from case_act;
drop table case_act;
alter table case_act_list rename to case_act;
create index case_act_blob on case_act (blob);

-- What one case has to do with another: an appeal with the decision it is against.
create table case_link (
    case_id bytea not null,
    -- What the first is to the second.
    kind text not null,
    to_case bytea not null,
    at bigint not null,
    primary key (case_id, to_case)
);
create index case_link_to on case_link (to_case);
