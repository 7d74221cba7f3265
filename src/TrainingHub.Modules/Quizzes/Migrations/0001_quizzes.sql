create table quizzes_question(
    id {id},
    course_id {long} not null,
    slug text not null,                   -- the id in questions.yaml
    current_version_id {long},
    retired_at {utc},
    created_at {utc} not null,
    unique (course_id, slug)
);

-- Immutable. Options keep their keys over versions, so that statistics can follow them.
create table quizzes_question_version(
    id {id},
    question_id {long} not null references quizzes_question(id),
    number integer not null,
    kind text not null,
    clause text,
    difficulty integer not null,
    must_pass {bool} not null,
    max_mark integer not null,            -- milli-points
    body text not null,                   -- JSON, read by the kind
    hash text not null,                   -- SHA-256 of the canonical form: an unchanged question makes no new version
    created_by {long},
    created_at {utc} not null,
    voided_at {utc},
    unique (question_id, number)
);

create table quizzes_question_tag(
    question_version_id {long} not null references quizzes_question_version(id),
    tag text not null,
    primary key (question_version_id, tag)
);

create table quizzes_quiz(
    id {id},
    course_id {long} not null,
    slug text not null unique,            -- the course's slug for its own quiz
    current_version_id {long},
    created_at {utc} not null
);

create table quizzes_quiz_version(
    id {id},
    quiz_id {long} not null references quizzes_quiz(id),
    number integer not null,
    title_zh text not null,
    title_en text not null,
    settings text not null,               -- JSON, see QuizSettings
    created_at {utc} not null,
    unique (quiz_id, number)
);

-- A quiz for an audience at a time; opened and closed by the job, the audience fixed when it opens.
create table quizzes_schedule(
    id {id},
    quiz_id {long} not null references quizzes_quiz(id),
    title text not null,
    opens_at {utc} not null,
    closes_at {utc} not null,
    audience text not null,               -- JSON: sites, departments, positions, hiredWithin
    state text not null,                  -- planned, open, closed, cancelled
    created_by {long} not null,
    created_at {utc} not null
);
create index quizzes_schedule_state on quizzes_schedule(state, opens_at);

create table quizzes_schedule_person(
    schedule_id {long} not null references quizzes_schedule(id),
    person_id {long} not null,
    primary key (schedule_id, person_id)
);
create index quizzes_schedule_person_person on quizzes_schedule_person(person_id);

-- The row that stands for (person, quiz): locked before an attempt is started, so that two tabs can't bypass the limits.
create table quizzes_taker(
    person_id {long} not null,
    quiz_id {long} not null references quizzes_quiz(id),
    attempts integer not null,
    primary key (person_id, quiz_id)
);

create table quizzes_attempt(
    id {id},
    uuid text not null unique,
    quiz_id {long} not null references quizzes_quiz(id),
    quiz_version_id {long} not null references quizzes_quiz_version(id),
    schedule_id {long} references quizzes_schedule(id),
    person_id {long} not null,
    number integer not null,
    language text not null,
    state text not null,                  -- in-progress, overdue, finished, abandoned
    started_at {utc} not null,
    deadline_at {utc},
    submitted_at {utc},
    graded_at {utc},
    mark {long},                          -- milli-points
    max_mark {long} not null,
    passed {bool},
    unique (person_id, quiz_id, number)
);
create unique index quizzes_attempt_open on quizzes_attempt(person_id, quiz_id) where state in ('in-progress', 'overdue');
create index quizzes_attempt_deadline on quizzes_attempt(deadline_at) where state in ('in-progress', 'overdue');
create index quizzes_attempt_ungraded on quizzes_attempt(submitted_at) where state = 'finished' and graded_at is null;
create index quizzes_attempt_quiz on quizzes_attempt(quiz_id, submitted_at);

create table quizzes_slot(
    attempt_id {long} not null references quizzes_attempt(id),
    slot integer not null,                -- from 1
    question_version_id {long} not null references quizzes_question_version(id),
    option_order text not null,           -- JSON: option keys as shown
    answer_id {long},                     -- the answer that counts
    mark {long},                          -- milli-points, once graded
    primary key (attempt_id, slot)
);
create index quizzes_slot_question on quizzes_slot(question_version_id);

-- Append-only: every answer as it came, also stale and late ones. The order per slot is (sequence, device).
create table quizzes_answer(
    id {id},
    attempt_id {long} not null references quizzes_attempt(id),
    slot integer not null,
    sequence {long} not null,
    device text not null,
    answer text not null,                 -- JSON, read by the kind
    language text not null,
    claimed_at {utc},                     -- the device's clock
    received_at {utc} not null,
    outcome text not null,                -- counted, stale, late
    unique (attempt_id, slot, sequence, device)
);

create view v_quiz as
    select q.id, q.slug, q.course_id, v.id as version_id, v.title_zh, v.title_en, v.settings
    from quizzes_quiz q join quizzes_quiz_version v on v.id = q.current_version_id;
create view v_quiz_attempt as
    select id, uuid, quiz_id, schedule_id, person_id, number, state, started_at, submitted_at, graded_at, mark, max_mark, passed from quizzes_attempt;
create view v_quiz_schedule_person as
    select sp.schedule_id, sp.person_id, s.quiz_id, s.title, s.opens_at, s.closes_at, s.state
    from quizzes_schedule_person sp join quizzes_schedule s on s.id = sp.schedule_id;
