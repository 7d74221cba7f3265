-- What each attempt showed of each clause, judged when it was learned: from these rows alone the cards are worked out, however often and in whatever order.
create table practice_shown(
    person_id {long} not null,
    course_id {long} not null,
    clause text not null,
    attempt_id {long} not null,
    answered_at {utc} not null,           -- when the attempt was handed in
    answered_on {date} not null,          -- the day it was where the person works
    grade integer not null,               -- 1 wrong, 2 right but unsure or slow, 3 right
    primary key (person_id, course_id, clause, attempt_id)
);
create index practice_shown_attempt on practice_shown(attempt_id);

-- The row that stands for a person: locked while something is learned, or a set is made.
create table practice_learner(
    person_id {long} primary key,
    looked_on {date},                     -- the last day on which a reminder was thought of
    reminded_on {date}                    -- the last day on which one was given
);

create table practice_card(
    person_id {long} not null,
    course_id {long} not null,
    clause text not null,
    answers integer not null,
    lapses integer not null,
    in_a_row integer not null,            -- right answers on the ladder
    ladder_due_on {date},                 -- null: it rests
    stability {real} not null,
    difficulty {real} not null,
    fsrs_due_on {date} not null,
    last_on {date} not null,
    primary key (person_id, course_id, clause)
);
create index practice_card_ladder on practice_card(ladder_due_on, person_id) where ladder_due_on is not null;
create index practice_card_fsrs on practice_card(fsrs_due_on, person_id);

-- How many answers to a question took so many seconds: the median is exact, and nothing of a person is in it.
create table practice_seconds(
    question_id {long} not null,
    seconds integer not null,
    answers {long} not null,
    primary key (question_id, seconds)
);

-- One a person and day: whoever opens it in a second tab gets the same.
create table practice_set(
    person_id {long} not null,
    day {date} not null,
    attempt_id {long} not null,
    primary key (person_id, day)
);

-- One row.
create table practice_setting(
    id integer primary key,
    is_on {bool} not null,
    scheduler text not null               -- ladder, fsrs-6
);
insert into practice_setting(id, is_on, scheduler) values (1, true, 'ladder');
