-- What a scheduled quiz repeats: each time it comes round is a row of quizzes_schedule, made ahead by the job.
create table quizzes_series(
    id {id},
    quiz_id {long} not null references quizzes_quiz(id),
    title text not null,
    recurrence text not null,             -- JSON, see Recurrence
    questions integer,                    -- asked in one sitting; null: as many as the quiz asks
    attempts integer not null,            -- each time it comes round
    audience text not null,               -- JSON: sites, departments, positions, hiredWithin
    state text not null,                  -- active, paused, ended
    in_force_from {utc} not null,         -- when it was planned, last changed or resumed: nothing that should have opened before is made
    revision integer not null,            -- counts changes, so that two people don't overwrite each other
    created_by {long} not null,
    created_at {utc} not null
);

-- The occurrence copies what it needs, so that changing the series never changes what is open.
-- State: planned, open, closed, cancelled, skipped (left out on purpose), missed (its whole time passed while the hub was not running).
alter table quizzes_schedule add column series_id {long} references quizzes_series(id); -- null: planned before there were series
alter table quizzes_schedule add column occurs_on {date};                  -- its day by the rule, also where it was moved
alter table quizzes_schedule add column is_moved {bool} not null default false;
alter table quizzes_schedule add column questions integer;
alter table quizzes_schedule add column attempts integer not null default 1;
alter table quizzes_schedule add column reported_at {utc};                 -- when the managers' mails were asked for
update quizzes_schedule set reported_at = closes_at where state in ('closed', 'cancelled');
create unique index quizzes_schedule_occurrence on quizzes_schedule(series_id, occurs_on);
create index quizzes_attempt_schedule on quizzes_attempt(schedule_id, person_id) where schedule_id is not null;

-- What is open and not done yet; whether its time is over, the reader asks (closes_at).
create view v_quiz_schedule_to_do as
    select sp.schedule_id, sp.person_id, s.quiz_id, s.title, s.closes_at
    from quizzes_schedule_person sp join quizzes_schedule s on s.id = sp.schedule_id
    where s.state = 'open'
      and s.attempts > (select count(*) from quizzes_attempt a where a.schedule_id = s.id and a.person_id = sp.person_id and a.state in ('finished', 'abandoned'))
      and not exists (select 1 from quizzes_attempt a where a.schedule_id = s.id and a.person_id = sp.person_id and a.passed = true);
