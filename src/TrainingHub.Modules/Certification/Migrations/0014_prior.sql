-- What somebody had learned before and HR counts for a period, with the paper that shows it. The deed it became counts for that period alone.
create table certification_prior(
    id {id},
    period_id {long} not null references certification_period(id),
    person_id {long} not null,
    kind text not null,
    key text not null,
    learned_on {date} not null,
    note text not null,                   -- what shows it, in words
    file_sha256 text not null,
    file_name text not null,
    file_type text not null,
    by_id {long},
    recorded_at {utc} not null,
    withdrawn_at {utc},
    withdrawn_by {long},
    withdrawn_why text
);
create index certification_prior_person on certification_prior(person_id);
create index certification_prior_period on certification_prior(period_id);
create index certification_prior_file on certification_prior(file_sha256);
alter table certification_deed add column period_id {long} references certification_period(id);         -- counts for this period alone; null: for whatever asks for it

drop view v_certification_evidence;
create view v_certification_evidence as
    select e.period_id, a.kind, a.key as evidence_key, a.reference, a.occurred_at, a.seen_at
    from certification_evidence e join certification_deed a on a.id = e.deed_id;
