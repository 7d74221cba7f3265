-- A void question counts for nobody: taken out of mark and maximum (removed), or right for everybody (full). It stays with the version that was at fault.
alter table quizzes_question_version add column void_mode text;
alter table quizzes_question_version add column void_reason text;

-- The version by whose key an answer is marked, where that is not the one that was asked.
alter table quizzes_slot add column marked_by_id {long} references quizzes_question_version(id);

-- A regrade goes through the attempts with a version in the order of their ids.
drop index quizzes_slot_question;
create index quizzes_slot_question on quizzes_slot(question_version_id, attempt_id);

create table quizzes_regrade(
    id {id},
    question_id {long} not null references quizzes_question(id),
    kind text not null,                   -- key, void-removed, void-full
    versions text not null,               -- JSON: the versions whose attempts are marked anew
    key_version_id {long} references quizzes_question_version(id),
    reason text not null,
    created_by {long} not null,
    created_at {utc} not null,
    after_attempt {long} not null,        -- how far it has come
    finished_at {utc}
);
-- One at a time for a question: the second would not know what the first leaves.
create unique index quizzes_regrade_running on quizzes_regrade(question_id) where finished_at is null;

-- What became of each graded attempt it touched. Once each: a regrade that is killed and goes on passes these by.
create table quizzes_regraded(
    regrade_id {long} not null references quizzes_regrade(id),
    attempt_id {long} not null references quizzes_attempt(id),
    mark_before {long} not null,
    mark_after {long} not null,
    max_before {long} not null,
    max_after {long} not null,
    passed_before {bool} not null,
    passed_after {bool} not null,
    primary key (regrade_id, attempt_id)
);
create index quizzes_regraded_attempt on quizzes_regraded(attempt_id);

-- A question whose figures deserve a look; once for each version in a quiz, so that what was answered is not asked again.
create table quizzes_review_note(
    id {id},
    quiz_id {long} not null references quizzes_quiz(id),
    question_version_id {long} not null references quizzes_question_version(id),
    verdict text not null,                -- weak, too-hard, too-easy; several by comma
    attempts {long} not null,             -- the figures it was opened for
    facility integer not null,            -- per mille
    discrimination integer,               -- per mille; null: not known
    opened_at {utc} not null,
    answer text,                          -- what was done, in words
    answered_by {long},
    answered_at {utc},
    unique (quiz_id, question_version_id)
);
create index quizzes_review_note_open on quizzes_review_note(opened_at) where answered_at is null;
