-- Browsers in which somebody opened a case filed without an account, with its number and its code.
create table case_follower (
    case_id bytea not null,
    browser_key bytea not null,
    since bigint not null,
    primary key (case_id, browser_key)
);
