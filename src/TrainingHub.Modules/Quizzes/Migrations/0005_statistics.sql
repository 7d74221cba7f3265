-- Statistics are sums that every graded attempt adds to in its own transaction; a page reads the sums alone. All are integers:
-- marks in milli-points, shares in basis points (10 000 is everything), so that adding and taking back lose nothing.

-- One row per quiz, locked while its sums change. What was counted in another epoch is in no sum: a recount begins a new one.
create table quizzes_statistics(
    quiz_id {long} primary key references quizzes_quiz(id),
    epoch integer not null,
    recount_after {long}                  -- the last attempt a recount has seen; null: no recount is under way
);

-- What an attempt added, so that exactly this is taken back when it is marked anew.
create table quizzes_counted(
    attempt_id {long} primary key,        -- no reference: it outlives the attempt until it is taken back
    quiz_id {long} not null,
    epoch integer not null,
    contribution text not null            -- JSON, see Contribution
);

-- Marks of whole attempts, by where the person worked then.
create table quizzes_mark_sum(
    quiz_id {long} not null references quizzes_quiz(id),
    site_id {long} not null,
    department_id {long} not null,        -- 0: none
    language text not null,
    is_first {bool} not null,             -- the person's first attempt at the quiz
    band integer not null,                -- 0 to 19: twentieths of the full marks
    attempts {long} not null,
    passed {long} not null,
    shares {long} not null,
    primary key (quiz_id, is_first, site_id, department_id, language, band)
);

create table quizzes_item_sum(
    quiz_id {long} not null references quizzes_quiz(id),
    question_version_id {long} not null references quizzes_question_version(id),
    language text not null,
    is_first {bool} not null,
    attempts {long} not null,
    blank {long} not null,                -- left open
    marks {long} not null,
    max_marks {long} not null,
    pairs {long} not null,                -- attempts with a rest: x is the share of this question, y that of the rest of the test
    x {long} not null,
    y {long} not null,
    xy {long} not null,
    xx {long} not null,
    yy {long} not null,
    timed {long} not null,                -- attempts of which is known how long the question took
    seconds {long} not null,
    primary key (quiz_id, question_version_id, language, is_first)
);
create index quizzes_item_sum_question on quizzes_item_sum(question_version_id);

create table quizzes_response_sum(
    quiz_id {long} not null references quizzes_quiz(id),
    question_version_id {long} not null references quizzes_question_version(id),
    is_first {bool} not null,
    response text not null,               -- the kind's response class: the key of an option
    answers {long} not null,
    primary key (quiz_id, question_version_id, is_first, response)
);

-- What was graded before there were statistics is counted by the job.
insert into quizzes_statistics(quiz_id, epoch, recount_after) select id, 1, 0 from quizzes_quiz;
