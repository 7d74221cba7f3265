-- Every notice once: the key says what it is about. The mail itself is a work row.
create table notifications_notice(
    id {id},
    dedupe_key text not null unique,
    person_id {long} not null,
    kind text not null,                   -- invitation, assigned, due-soon, overdue, passed, expiring …
    subject text not null,                -- "period:12"
    state text not null,                  -- waiting, sending, sent, uncertain, failed, no-address
    message_id text not null unique,
    error text,
    created_at {utc} not null,
    sent_at {utc}
);
create index notifications_notice_person on notifications_notice(person_id, id);
create index notifications_notice_state on notifications_notice(state, id);
