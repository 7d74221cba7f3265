-- Somebody retired it in the hub, and only somebody brings it back: an import leaves it so. Without a person, the file no longer had it.
alter table quizzes_question add column retired_by {long};
alter table quizzes_question add column retired_reason text;

-- The plain words of each question's current version, folded as QuestionWords does it, for substring search in both languages.
create table quizzes_question_words(
    question_id {long} primary key references quizzes_question(id),
    version_id {long} not null,
    words text not null
);

-- How many attempts were given a question; a few rows for each, so that people who start at once do not wait for one another.
create table quizzes_exposure(
    question_id {long} not null references quizzes_question(id),
    shard integer not null,
    given {long} not null,
    primary key (question_id, shard)
);
insert into quizzes_exposure(question_id, shard, given)
select v.question_id, 0, count(*) from quizzes_slot s join quizzes_question_version v on v.id = s.question_version_id group by v.question_id;

-- A new question, or a change to one, that waits for somebody else's yes. Never drawn, and never changed: one that came back is proposed anew.
create table quizzes_proposal(
    id {id},
    question_id {long} references quizzes_question(id),          -- null: a new question, until it is accepted
    course_id {long} not null,                                   -- 0: the shared bank
    based_on_id {long} references quizzes_question_version(id),  -- the version its author saw; null: a new question
    question text not null,                                      -- JSON, see QuestionDraft
    note text not null,                                          -- the author's words to the reviewer
    state text not null,                                         -- waiting, accepted, returned, withdrawn
    earlier_id {long} references quizzes_proposal(id),           -- the one that came back, which this mends
    proposed_by {long} not null,
    proposed_at {utc} not null,
    decided_by {long},
    decided_at {utc},
    answer text                                                  -- the reviewer's words
);
create index quizzes_proposal_waiting on quizzes_proposal(proposed_at) where state = 'waiting';
create index quizzes_proposal_question on quizzes_proposal(question_id);
create index quizzes_proposal_author on quizzes_proposal(proposed_by);
