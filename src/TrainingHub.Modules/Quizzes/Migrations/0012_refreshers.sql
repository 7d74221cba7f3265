-- A scheduled quiz that a course's files ask for has a title in both languages; one planned in the hub may have.
alter table quizzes_series add column title_en text;       -- null: title is read in both languages
alter table quizzes_schedule add column title_en text;

-- The refreshers of program.yaml, each with the series it became. created_by of such a series is 0: the hub itself.
create table quizzes_refresher(
    slug text primary key,
    course_id {long} not null,
    content text not null,                -- JSON, as the file says it
    series_id {long} not null references quizzes_series(id),
    is_out {bool} not null                -- the file names it no more, so its series was ended
);
create index quizzes_refresher_course on quizzes_refresher(course_id);

drop view v_quiz_schedule_person;
create view v_quiz_schedule_person as
    select sp.schedule_id, sp.person_id, s.quiz_id, s.title as title_zh, coalesce(s.title_en, s.title) as title_en, s.opens_at, s.closes_at, s.state
    from quizzes_schedule_person sp join quizzes_schedule s on s.id = sp.schedule_id;

drop view v_quiz_schedule_to_do;
create view v_quiz_schedule_to_do as
    select sp.schedule_id, sp.person_id, s.quiz_id, s.title as title_zh, coalesce(s.title_en, s.title) as title_en, s.closes_at
    from quizzes_schedule_person sp join quizzes_schedule s on s.id = sp.schedule_id
    where s.state = 'open'
      and s.attempts > (select count(*) from quizzes_attempt a where a.schedule_id = s.id and a.person_id = sp.person_id and a.state in ('finished', 'abandoned'))
      and not exists (select 1 from quizzes_attempt a where a.schedule_id = s.id and a.person_id = sp.person_id and a.passed = true);
