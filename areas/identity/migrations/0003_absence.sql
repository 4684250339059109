-- Days on which an official gets no work assigned.
create table identity_absence (
    id       bytea not null primary key,
    account  bytea not null references identity_official (account),
    first_on text  not null,
    last_on  text  not null
);
create index identity_absence_account on identity_absence (account, last_on);
