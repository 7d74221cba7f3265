-- Who certified on the old text of a changed standard is asked to learn the new one: a lesson of what has changed, and a few questions. It touches no certification.
create table certification_delta(
    id {id},
    course_id {long} not null,
    version_id {long} not null,           -- the course version that brought the change
    clauses text not null,                -- those judged material when it was assigned, separated by blanks
    due_on {date} not null,               -- the last day, where the hub stands
    schedule_id {long},                   -- the scheduled quiz; null: there is no question on these clauses, it is read only
    assigned_by {long},
    assigned_at {utc} not null
);

create table certification_delta_person(
    delta_id {long} not null references certification_delta(id),
    version_id {long} not null,
    person_id {long} not null,
    read_at {utc},
    primary key (delta_id, person_id),
    unique (version_id, person_id)        -- each once for a version, however often the button is pressed and by whomever
);
create index certification_delta_person_person on certification_delta_person(person_id);

-- What is read only has no scheduled quiz to stand on the home page, so it stands there itself.
create view v_certification_delta_to_read as
    select m.person_id, t.id, t.course_id, t.due_on from certification_delta_person m join certification_delta t on t.id = m.delta_id
    where t.schedule_id is null and m.read_at is null;
