create table certification_program(
    id {id},
    slug text not null unique,
    course_id {long},                     -- whose folder brought it; null for programmes made in the hub
    current_version_id {long},
    current_policy_id {long},
    created_at {utc} not null
);

create table certification_program_version(
    id {id},
    program_id {long} not null references certification_program(id),
    number integer not null,
    title_zh text not null,
    title_en text not null,
    summary_zh text not null,
    summary_en text not null,
    requirement text not null,            -- JSON tree
    renewal text not null,                -- JSON tree: the path that earns the next period
    hash text not null,
    created_at {utc} not null,
    unique (program_id, number)
);

create table certification_policy(
    id {id},
    program_id {long} not null references certification_program(id),
    number integer not null,
    active text not null,                 -- calendar spans: 12m, 30d
    renewal_window text not null,
    basis text not null,                  -- completion, expiry, fixed
    minimum text,
    grace text not null,
    grace_is_compliant {bool} not null,
    origin text not null,                 -- content, hub: an import replaces only what an import brought
    created_at {utc} not null,
    unique (program_id, number)
);

create table certification_rule(
    id {id},
    program_id {long} not null references certification_program(id),
    slug text not null unique,            -- "<program>/<number>" from content, "<program>/hub-<number>" from the hub
    content_number integer,               -- its place in program.yaml, from 1; null for rules made in the hub
    audience text not null,               -- JSON: sites, departments, positions, hiredWithin
    due_in text not null,                 -- calendar span
    starts_on {date} not null,
    ended_on {date},                      -- the first day on which it holds no more
    ended_by {long},                      -- null where an import ended it: then a later import may bring it back
    created_at {utc} not null
);

-- ONE per person and programme, however many reasons ask for it. The row that is locked before completion is decided.
create table certification_requirement(
    id {id},
    person_id {long} not null,
    program_id {long} not null references certification_program(id),
    chain_anchor_on {date},               -- from which the grid or the chain counts
    created_at {utc} not null,
    unique (person_id, program_id)
);

-- Why somebody must hold it: a rule, a manual assignment, own wish. The requirement holds while one reason has no end.
create table certification_reason(
    id {id},
    requirement_id {long} not null references certification_requirement(id),
    kind text not null,                   -- rule, manual, self
    rule_id {long} references certification_rule(id),
    due_on {date},
    assigned_by {long},
    assigned_at {utc} not null,
    ended_at {utc}
);
create index certification_reason_active on certification_reason(rule_id, requirement_id) where ended_at is null;
create unique index certification_reason_rule on certification_reason(requirement_id, rule_id) where ended_at is null and rule_id is not null;
create unique index certification_reason_other on certification_reason(requirement_id, kind) where ended_at is null and rule_id is null;

-- One row per cycle, never overwritten, never reset. Each fact stands beside the moment it was recorded, so that "as recorded by day D" is a predicate.
create table certification_period(
    id {id},
    requirement_id {long} not null references certification_requirement(id),
    person_id {long} not null,
    program_id {long} not null references certification_program(id),
    number integer not null,
    renews_id {long} references certification_period(id),         -- the period it renews: then the renewal path is asked; null: the whole requirement
    program_version_id {long} not null references certification_program_version(id),
    policy_id {long} not null references certification_policy(id),
    assigned_on {date} not null,
    due_on {date},
    recorded_at {utc} not null,
    completed_on {date},
    valid_from {date},
    expires_on {date},
    window_opens_on {date},
    grace_ends_on {date},
    anchor_on {date},                     -- the chain's anchor as of this period
    anchor_steps integer,                 -- expires = anchor + steps × active
    completed_recorded_at {utc},
    ended_on {date},
    end_reason text,                      -- renewed, revoked, waived, unassigned
    ended_recorded_at {utc},
    end_note text,
    ended_by {long},
    unique (requirement_id, number)
);
create unique index certification_period_open on certification_period(person_id, program_id) where completed_on is null and ended_on is null;
create unique index certification_period_certified on certification_period(person_id, program_id) where completed_on is not null and ended_on is null;
create index certification_period_person on certification_period(person_id);
create index certification_period_program on certification_period(program_id, expires_on);
create index certification_period_expires on certification_period(expires_on);

create table certification_evidence(
    id {id},
    period_id {long} not null references certification_period(id),
    kind text not null,                   -- course, quiz, external, floor-check …
    evidence_key text not null,           -- the course's or quiz's slug
    reference text not null,              -- "attempt:12", "completion:5"
    occurred_at {utc} not null,
    recorded_at {utc} not null,
    unique (period_id, kind, evidence_key, reference)
);

-- What becomes due when, so that jobs find work by index and never by scanning everybody. Each step of a period once.
create table certification_due(
    id {id},
    period_id {long} not null references certification_period(id),
    step text not null,                   -- due-soon, overdue, window-opens, expiring, expired, grace-ended
    due_on {date} not null,
    done_at {utc},
    unique (period_id, step)
);
create index certification_due_open on certification_due(due_on, id) where done_at is null;

create view v_certification_program as
    select p.id, p.slug, p.course_id, v.id as version_id, v.title_zh, v.title_en, v.summary_zh, v.summary_en, v.requirement, v.renewal
    from certification_program p join certification_program_version v on v.id = p.current_version_id;
create view v_certification_requirement as
    select q.id, q.person_id, q.program_id, exists (select 1 from certification_reason n where n.requirement_id = q.id and n.ended_at is null) as is_assigned
    from certification_requirement q;
create view v_certification_period as
    select d.id, d.requirement_id, d.person_id, d.program_id, d.number, d.renews_id, d.assigned_on, d.due_on, d.recorded_at, d.completed_on, d.valid_from, d.expires_on,
           d.window_opens_on, d.grace_ends_on, d.completed_recorded_at, d.ended_on, d.end_reason, d.ended_recorded_at, y.grace_is_compliant
    from certification_period d join certification_policy y on y.id = d.policy_id;
-- Where each requirement stands, but for the day: the open period, the certified one, and how the last one ended.
create view v_certification_standing as
    select q.id as requirement_id, q.person_id, q.program_id, exists (select 1 from certification_reason n where n.requirement_id = q.id and n.ended_at is null) as is_assigned,
           o.id as open_id, o.due_on, c.id as certified_id, c.completed_on, c.valid_from, c.expires_on, c.window_opens_on, c.grace_ends_on,
           coalesce((select l.end_reason from certification_period l where l.requirement_id = q.id order by l.number desc limit 1), '') as last_end,
           exists (select 1 from certification_period r where r.requirement_id = q.id and r.end_reason = 'revoked') as was_revoked
    from certification_requirement q
    left join certification_period o on o.person_id = q.person_id and o.program_id = q.program_id and o.completed_on is null and o.ended_on is null
    left join certification_period c on c.person_id = q.person_id and c.program_id = q.program_id and c.completed_on is not null and c.ended_on is null;
