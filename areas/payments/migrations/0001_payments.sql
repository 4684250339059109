-- What somebody is asked to pay. The reference is the caller's: one order for each, however often it is asked for.
create table payment_order (
    id bytea not null primary key,
    reference text not null unique,
    payer bytea,
    payee text not null,
    amount_minor bigint not null check (amount_minor > 0),
    currency text not null,
    concept text not null,
    return_path text not null,
    state text not null,
    created_at bigint not null,
    expires_at bigint,
    paid_at bigint,
    paid_by bytea
);

-- One visit to the provider. At most one of an order is open, so a second click goes to the same one.
create table payment_attempt (
    id bytea not null primary key,
    order_id bytea not null references payment_order (id),
    state text not null,
    started_at bigint not null,
    settled_at bigint,
    provider_reference text
);

create unique index payment_attempt_open on payment_attempt (order_id) where state = 'pending';

-- What happened to an order, numbered from 1, never changed afterwards.
create table payment_event (
    order_id bytea not null references payment_order (id),
    number bigint not null,
    attempt bytea,
    kind text not null,
    at bigint not null,
    primary key (order_id, number)
);

-- The books of the test provider. Nothing else reads them: it tells us by its callback, as a real one would.
create table payment_bank_charge (
    id bytea not null primary key,
    result text not null,
    amount_minor bigint not null,
    currency text not null,
    decided_at bigint not null
);
