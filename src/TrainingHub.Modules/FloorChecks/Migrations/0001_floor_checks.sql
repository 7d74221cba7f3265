-- A checklist as a supervisor filled it in for somebody. Rows are only added; of a check that was corrected the last number counts.
create table floorchecks_check(
    id {id},
    form_id text not null unique,         -- of the form it was handed in with: a form sent twice is one check
    root_id {long} references floorchecks_check(id),  -- of a correction the first of its row; null: this is the first
    number integer not null,
    person_id {long} not null,
    course text not null,                 -- the slug
    checklist text not null,              -- its code
    list_id {long} not null,              -- the list of the version that was filled in
    observed_at {utc} not null,           -- when the person was looked at; a correction keeps it
    at {utc} not null,
    by_id {long} not null,
    points integer not null,
    of_points integer not null,           -- of what applied
    passed {bool} not null,
    note text,
    reason text,                          -- why it was corrected; null for the first
    unique (root_id, number)
);
create index floorchecks_check_person on floorchecks_check(person_id, id);

create table floorchecks_answer(
    check_id {long} not null references floorchecks_check(id),
    position integer not null,
    code text not null,                   -- of the item, or of a scored list of the part of its scale
    outcome text not null,                -- ok, not-ok, na; of a scored list the level, or na
    note text,
    primary key (check_id, position)
);

create view v_floor_check as
    select k.id, coalesce(k.root_id, k.id) as root_id, k.number, k.person_id, k.course || '/' || k.checklist as what, k.passed, k.observed_at, k.at, k.by_id, k.reason from floorchecks_check k;
