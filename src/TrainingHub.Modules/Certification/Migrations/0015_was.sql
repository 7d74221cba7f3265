-- What the dates of a period were before they were moved, and until when the hub said so: a report as of then says it again. Only periods that were moved have rows.
create table certification_period_was(
    id {id},
    period_id {long} not null references certification_period(id),
    until {utc} not null,                 -- the instant at which it was moved
    policy_id {long} not null references certification_policy(id),
    due_on {date},
    expires_on {date},                    -- this and what follows: null while it was open
    window_opens_on {date},
    grace_ends_on {date},
    anchor_on {date},
    anchor_steps integer,
    why text not null,                    -- brought-forward, recalculated
    by_id {long}
);
create index certification_period_was_period on certification_period_was(period_id, until);
create view v_certification_period_was as select id, period_id, until, due_on, expires_on, grace_ends_on from certification_period_was;

-- A policy that holds for current periods too, and how far that has come. A later one of the programme takes its place.
create table certification_recalculation(
    id {id},
    program_id {long} not null references certification_program(id),
    policy_id {long} not null references certification_policy(id),
    expected integer not null,            -- whose dates were to move, by the preview
    moved integer not null default 0,
    asked_by {long},
    asked_at {utc} not null,
    done_at {utc}
);
create index certification_recalculation_open on certification_recalculation(program_id) where done_at is null;
