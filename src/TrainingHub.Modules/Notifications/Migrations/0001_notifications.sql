-- Every notice once: the key says what it is about. The mail itself is a work row.
create table notifications_notice(
    id {id},
    dedupe_key text not null unique,
    person_id {long} not null,
    kind text not null,                   -- the template: invitation, assigned, due-soon, overdue, passed, expiring …
    subject text not null,                -- "period:12"
    data text not null,                   -- JSON: what fills the template; no links that open an account
    state text not null,                  -- waiting, sending, sent, failed, no-address, dropped
    uncertain integer not null,           -- how often it was handed over again without knowing whether it had arrived
    requests integer not null,            -- 1; more where an administrator sent it again
    message_id text not null unique,
    error text,
    created_at {utc} not null,
    sent_at {utc}
);
create index notifications_notice_person on notifications_notice(person_id, id);
create index notifications_notice_state on notifications_notice(state, id);

-- What is to be said about a period, until it is gathered into one mail a person and day. Each step of a period once.
create table notifications_item(
    id {id},
    person_id {long} not null,
    gathering text not null,              -- assigned, reminder
    step text not null,                   -- assigned, due-soon, overdue, expiring, expired
    period_id {long} not null,
    created_at {utc} not null,
    settled_at {utc},
    notice_id {long} references notifications_notice(id), -- null where it was no longer true when it was gathered
    unique (period_id, step)
);
create index notifications_item_open on notifications_item(person_id, gathering) where settled_at is null;
