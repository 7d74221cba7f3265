-- What people did, whether anything asked for it or not: append-only. A period's evidence is a link to it.
create table certification_deed(
    id {id},
    person_id {long} not null,
    kind text not null,                   -- course, quiz and whatever else a module records
    key text not null,                    -- the course's or quiz's slug
    reference text not null,              -- "attempt:12", "completion:5"
    occurred_at {utc} not null,
    seen_at {utc} not null,               -- when the text it rests on was seen: of a quiz when it was begun
    recorded_at {utc} not null,
    taken_back_at {utc},                  -- it turned out not to be so: it counts for nothing that comes
    unique (person_id, kind, key, reference)
);
create index certification_deed_person on certification_deed(person_id, occurred_at);

-- What each version of a programme has use for: path 0 the whole requirement, n the n-th that renews. Versions of before are read at the next start.
create table certification_leaf(
    version_id {long} not null references certification_program_version(id),
    path integer not null,
    kind text not null,
    key text not null,
    primary key (version_id, path, kind, key)
);
create index certification_leaf_key on certification_leaf(kind, key);

drop view v_certification_evidence;
alter table certification_evidence rename to certification_evidence_before;
insert into certification_deed(person_id, kind, key, reference, occurred_at, seen_at, recorded_at)
    select d.person_id, e.kind, e.evidence_key, e.reference, min(e.occurred_at), min(e.occurred_at), min(e.recorded_at)
    from certification_evidence_before e join certification_period d on d.id = e.period_id
    group by d.person_id, e.kind, e.evidence_key, e.reference order by min(e.id);
create table certification_evidence(
    period_id {long} not null references certification_period(id),
    deed_id {long} not null references certification_deed(id),
    recorded_at {utc} not null,
    primary key (period_id, deed_id)
);
create index certification_evidence_deed on certification_evidence(deed_id);
insert into certification_evidence(period_id, deed_id, recorded_at)
    select e.period_id, a.id, e.recorded_at
    from certification_evidence_before e join certification_period d on d.id = e.period_id
    join certification_deed a on a.person_id = d.person_id and a.kind = e.kind and a.key = e.evidence_key and a.reference = e.reference
    order by e.id;
drop table certification_evidence_before;
create view v_certification_evidence as
    select e.period_id, a.kind, a.key as evidence_key, a.reference, a.occurred_at
    from certification_evidence e join certification_deed a on a.id = e.deed_id;
