-- What each publishing changed in the standard, and what it means for those who know the text of before. None at a course's first publishing.
create table courses_clause_change(
    version_id {long} not null references courses_version(id),
    from_version_id {long} not null references courses_version(id),    -- what learners saw before
    clause text not null,
    change text not null,                 -- added, changed, removed
    severity text,                        -- cosmetic, clarifying, material; null: waits for a trainer
    note text,
    judged_by {long},
    judged_at {utc},
    primary key (version_id, clause)
);
create index courses_clause_change_material on courses_clause_change(version_id) where severity = 'material';

create view v_course_clause_change as
    select k.version_id, k.from_version_id, v.course_id, v.number, v.published_at, k.clause, k.change, k.severity, k.note
    from courses_clause_change k join courses_version v on v.id = k.version_id;
-- When each lesson of each round was read to the end: a course that was completed after a publishing may have been read before it.
create view v_course_reading as
    select person_id, course_id, round, lesson, completed_at from courses_progress where completed_at is not null;
