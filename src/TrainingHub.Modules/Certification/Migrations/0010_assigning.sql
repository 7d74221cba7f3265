-- What a rule said, and since when: whoever was caught stays caught by the text of that day. The rule itself is only a name and a place.
create table certification_rule_version(
    id {id},
    rule_id {long} not null references certification_rule(id),
    number integer not null,
    audience text not null,               -- JSON: sites, departments, positions, tags, hire dates, exceptions
    due_in text,                          -- calendar span; or:
    due_on {date},                        -- a fixed day,
    at_least text,                        -- and the time that everybody has at the least
    starts_on {date} not null,
    ends_on {date},                       -- the first day on which it holds no more
    recorded_at {utc} not null,
    recorded_by {long},                   -- null: an import; 0: the hub
    unique (rule_id, number)
);
create index certification_rule_version_recorded on certification_rule_version(recorded_at);
insert into certification_rule_version(rule_id, number, audience, due_in, starts_on, ends_on, recorded_at, recorded_by)
select id, 1, audience, due_in, starts_on, case when ended_by is null then ended_on end, created_at, case when content_number is null then 0 end from certification_rule order by id;
-- What somebody ended stays ended, whatever the file says that made it.
insert into certification_rule_version(rule_id, number, audience, due_in, starts_on, ends_on, recorded_at, recorded_by)
select id, 2, audience, due_in, starts_on, ended_on, created_at, ended_by from certification_rule where ended_on is not null and ended_by is not null order by id;
alter table certification_rule drop column audience;
alter table certification_rule drop column due_in;
alter table certification_rule drop column starts_on;
alter table certification_rule drop column ended_on;
alter table certification_rule drop column ended_by;
create view v_certification_rule as
    select u.id, u.program_id, u.slug, u.content_number, r.id as version_id, r.number, r.audience, r.due_in, r.due_on, r.at_least, r.starts_on, r.ends_on, r.recorded_at, r.recorded_by
    from certification_rule u join certification_rule_version r on r.rule_id = u.id
    where not exists (select 1 from certification_rule_version x where x.rule_id = r.rule_id and x.number > r.number);

alter table certification_reason add column rule_version_id {long} references certification_rule_version(id);
alter table certification_reason add column from_on {date};        -- civil days: since when it holds,
alter table certification_reason add column ended_on {date};       -- and the first day on which it holds no more; null in reasons of before
update certification_reason set rule_version_id = (select r.id from certification_rule_version r where r.rule_id = certification_reason.rule_id and r.number = 1) where rule_id is not null;

alter table certification_period add column counts_from {utc};     -- evidence of a period that renews none counts from this instant
update certification_period set counts_from = recorded_at where renews_id is null;

-- How far each person's rules were worked out, and where the person stood then.
create table certification_person(
    person_id {long} primary key,
    evaluated_to {utc} not null,
    standing text not null                -- JSON of PersonStanding
);

-- When rules are to be worked out for somebody: at a change (with the standing as it was known then), and whenever time alone may change something.
create table certification_visit(
    id {id},
    person_id {long} not null,
    at {utc} not null,
    standing text
);
create index certification_visit_at on certification_visit(at, person_id);
create index certification_visit_person on certification_visit(person_id, at);

-- Whoever is here already is looked at once, soon; what waited to be worked out the old way is part of that.
insert into certification_visit(person_id, at) select p.id, '2000-01-01T00:00:00.000000Z' from v_people_person p order by p.id;
delete from platform_work where consumer in ('Certification.RulesChanged', 'Certification.Assigning.EvaluateRules(PersonJoined)',
    'Certification.Assigning.EvaluateRules(PersonMoved)', 'Certification.Assigning.EvaluateRules(PersonLeft)') and state <> 'done';
