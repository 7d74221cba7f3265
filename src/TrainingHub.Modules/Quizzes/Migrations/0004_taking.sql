alter table quizzes_attempt add column grace_until {utc};        -- after the deadline it may still be submitted until then; null: no grace
alter table quizzes_attempt add column position integer;         -- questions in sequence: the one the learner is at; null: free navigation
alter table quizzes_attempt add column certainty_score {long};   -- milli-points, may be negative; null unless marked by confidence
alter table quizzes_slot add column locked_at {utc};             -- checked, so that the answer stands
alter table quizzes_answer add column certainty integer;         -- 1 to 3, where the learner said how sure the answer is

-- Append-only: every time a learner had an answer checked before submitting. Locks and penalties follow from it.
create table quizzes_check(
    id {id},
    attempt_id {long} not null references quizzes_attempt(id),
    slot integer not null,
    answer_id {long} not null references quizzes_answer(id),
    mark {long} not null,                -- milli-points of this answer by itself
    checked_at {utc} not null,
    unique (attempt_id, slot, answer_id)
);

-- Extra time and attempts for a person or a group. Never changed: a new one ends the old one.
create table quizzes_override(
    id {id},
    quiz_id {long} not null references quizzes_quiz(id),
    person_id {long},                    -- null: for the audience
    audience text,                       -- JSON: sites, departments, positions
    extra_minutes integer,
    extra_attempts integer,
    opens_at {utc},
    closes_at {utc},
    reason text not null,
    created_by {long} not null,
    created_at {utc} not null,
    ended_by {long},
    ended_at {utc}
);
create unique index quizzes_override_person on quizzes_override(quiz_id, person_id) where ended_at is null and person_id is not null;
create index quizzes_override_quiz on quizzes_override(quiz_id) where ended_at is null;

-- A late answer that a trainer lets count.
create table quizzes_late_accepted(
    answer_id {long} primary key references quizzes_answer(id),
    reason text not null,
    accepted_by {long} not null,
    accepted_at {utc} not null
);
