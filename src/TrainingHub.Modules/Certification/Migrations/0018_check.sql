-- The last check of all chains of periods, and what it found: the next check takes its place.
create table certification_check(
    id {id},
    started_at {utc} not null,
    ended_at {utc} not null,
    chains {long} not null,
    periods {long} not null,
    found {long} not null                 -- all; of very many only the first are kept below
);
create table certification_check_problem(
    check_id {long} not null references certification_check(id),
    position integer not null,
    person_id {long} not null,
    program_id {long} not null,
    period_id {long},
    kind text not null,
    words text not null,                  -- JSON: what was found, what was expected and what to do, as templates with what fills them
    primary key (check_id, position)
);
-- Whether anybody still asks for it is read with every chain.
create index certification_reason_requirement on certification_reason(requirement_id);
