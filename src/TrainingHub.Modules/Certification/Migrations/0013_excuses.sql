-- From what somebody is excused, from when until when and why. While it holds, rules and renewal windows ask nothing.
create table certification_excuse(
    id {id},
    person_id {long} not null,
    program_id {long} not null references certification_program(id),
    period_id {long} references certification_period(id),         -- what was open when it began; null: nothing was
    from_on {date} not null,
    until_on {date},                      -- the last day of a waiver; null: an exemption, without end
    reason text not null,
    file_sha256 text,                     -- the paper that shows it, where there is one
    file_name text,
    file_type text,
    by_id {long},
    recorded_at {utc} not null,
    ended_on {date},                      -- the first day on which it holds no more, where somebody ended it
    ended_by {long},
    ended_recorded_at {utc}
);
create index certification_excuse_person on certification_excuse(person_id, program_id);
create index certification_excuse_file on certification_excuse(file_sha256) where file_sha256 is not null;
-- What was waived before had no end, until somebody assigned it by hand.
insert into certification_excuse(person_id, program_id, period_id, from_on, reason, by_id, recorded_at, ended_on, ended_recorded_at)
select d.person_id, d.program_id, d.id, d.ended_on, coalesce(d.end_note, ''), d.ended_by, d.ended_recorded_at, n.assigned_on, n.recorded_at
from certification_period d left join certification_period n on n.requirement_id = d.requirement_id and n.number = d.number + 1
where d.end_reason = 'waived' order by d.id;
