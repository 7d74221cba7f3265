-- What sessions are about; a programme asks for it by its slug.
create table sessions_topic(
    id {id},
    slug text not null unique,
    title_zh text not null,
    title_en text not null,
    created_at {utc} not null
);

-- A session in the timetable. It is changed in place; who changed what stands in the audit.
create table sessions_session(
    id {id},
    topic_id {long} not null references sessions_topic(id),
    site_id {long} not null,              -- for the people of this site and of those below it; its days and times are those of this site
    room text not null,
    trainer_id {long} not null,
    starts_at {utc} not null,
    ends_at {utc} not null,
    seats integer not null,
    secret text not null,                 -- of the code on the board
    revision integer not null,            -- a form that was opened on an older one changes nothing
    cancelled_at {utc},
    cancelled_why text,
    created_at {utc} not null
);
create index sessions_session_starts on sessions_session(starts_at);

create table sessions_place(
    session_id {long} not null references sessions_session(id),
    person_id {long} not null,
    state text not null,                  -- booked, waiting, given-up
    turn integer not null,                -- the order in which people asked; whoever comes back asks anew
    asked_at {utc} not null,
    primary key (session_id, person_id)
);
create index sessions_place_person on sessions_place(person_id, session_id);

create table sessions_sign_in(
    session_id {long} not null references sessions_session(id),
    person_id {long} not null,
    at {utc} not null,
    primary key (session_id, person_id)
);

-- The trainer's word; the last number counts. Rows are only added.
create table sessions_confirmation(
    session_id {long} not null references sessions_session(id),
    person_id {long} not null,
    number integer not null,
    is_present {bool} not null,
    note text,
    reason text,                          -- why it was corrected; null for the first
    by_id {long} not null,
    at {utc} not null,
    primary key (session_id, person_id, number)
);
create index sessions_confirmation_person on sessions_confirmation(person_id, session_id);

-- What somebody must be told of a place, until it is in a mail.
create table sessions_news(
    id {id},
    session_id {long} not null references sessions_session(id),
    person_id {long} not null,
    what text not null,                   -- seat, changed, cancelled, removed
    matters_at {utc} not null,            -- the earliest start that the person may reckon with: what is near can't wait for the morning's mail
    at {utc} not null,
    told_at {utc}
);
create index sessions_news_waiting on sessions_news(person_id, id) where told_at is null;
