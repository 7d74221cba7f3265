-- When it was found that a trainer has to mark it; the job that grades passes it by until then.
alter table quizzes_attempt add column marking_since {utc};
drop index quizzes_attempt_ungraded;
create index quizzes_attempt_ungraded on quizzes_attempt(submitted_at) where state = 'finished' and graded_at is null and marking_since is null;
create index quizzes_attempt_marking on quizzes_attempt(marking_since) where graded_at is null and marking_since is not null;

-- A mark that a person gave says more; and the slot names the one that counts, which grading and regrading leave alone.
alter table quizzes_mark_history add column points text;    -- JSON: points by criterion, where the rubric has criteria
alter table quizzes_mark_history add column comment text;   -- for the learner
alter table quizzes_slot add column marking_id {long};      -- into quizzes_mark_history

-- Photos handed in as answers. The bytes, without what the camera wrote beside them, are a blob.
create table quizzes_photo(
    id {id},
    key text not null unique,
    attempt_id {long} not null references quizzes_attempt(id),
    slot integer not null,
    sha256 text not null,
    type text not null,                   -- image/jpeg, image/png
    width integer not null,
    height integer not null,
    received_at {utc} not null
);
create index quizzes_photo_slot on quizzes_photo(attempt_id, slot);
create index quizzes_photo_blob on quizzes_photo(sha256);
