-- Exam conditions that an attempt began under, as JSON (see ExamConditions); null: none.
alter table quizzes_attempt add column exam text;

-- Since when an invigilator has it paused: its clock stands. The deadline moves when it goes on, in the transaction that clears this.
alter table quizzes_attempt add column paused_at {utc};
create index quizzes_attempt_paused on quizzes_attempt(paused_at) where paused_at is not null;

-- It came from outside the networks of the exam; it counts all the same. Null: it did not, or there are none. (The outcome may now be 'paused' too.)
alter table quizzes_answer add column is_outside {bool};

-- The latest for a quiz, or for a scheduled quiz, is the one that opens it.
create table quizzes_exam_code(
    id {id},
    quiz_id {long} not null references quizzes_quiz(id),
    schedule_id {long} references quizzes_schedule(id),
    code text not null,
    drawn_by {long} not null,
    drawn_at {utc} not null
);
create index quizzes_exam_code_quiz on quizzes_exam_code(quiz_id, schedule_id, id);

-- The devices on which the code was entered for an attempt.
create table quizzes_exam_entry(
    attempt_id {long} not null references quizzes_attempt(id),
    device text not null,                 -- SHA-256 of the cookie; "api" for a token
    entered_at {utc} not null,
    primary key (attempt_id, device)
);

-- When an attempt's page was last heard of; overwritten.
create table quizzes_exam_presence(
    attempt_id {long} primary key references quizzes_attempt(id),
    seen_at {utc} not null
);

-- Everything an invigilator did to an attempt: append-only. The sum of moved_ms is what the deadline was moved beyond the rules.
create table quizzes_exam_intervention(
    id {id},
    attempt_id {long} not null references quizzes_attempt(id),
    kind text not null,                   -- paused, resumed, time-added, ended, pause-ran-out
    moved_ms {long} not null,
    reason text not null,
    actor_id {long},                      -- null: the hub itself
    at {utc} not null
);
create index quizzes_exam_intervention_attempt on quizzes_exam_intervention(attempt_id, id);
