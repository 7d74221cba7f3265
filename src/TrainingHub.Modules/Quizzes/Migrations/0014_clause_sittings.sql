-- A sitting for a list of people on some clauses alone, as when a standard was changed.
alter table quizzes_schedule add column clauses text;       -- separated by blanks; null: whatever the quiz draws
alter table quizzes_schedule add column lead_url text;      -- where people go first, and from there to the quiz; null: to the quiz

drop view v_quiz_schedule_person;
create view v_quiz_schedule_person as
    select sp.schedule_id, sp.person_id, s.quiz_id, s.title as title_zh, coalesce(s.title_en, s.title) as title_en, s.opens_at, s.closes_at, s.state, s.attempts, s.lead_url
    from quizzes_schedule_person sp join quizzes_schedule s on s.id = sp.schedule_id;

drop view v_quiz_schedule_to_do;
create view v_quiz_schedule_to_do as
    select sp.schedule_id, sp.person_id, s.quiz_id, s.title as title_zh, coalesce(s.title_en, s.title) as title_en, s.closes_at, s.lead_url
    from quizzes_schedule_person sp join quizzes_schedule s on s.id = sp.schedule_id
    where s.state = 'open'
      and s.attempts > (select count(*) from quizzes_attempt a where a.schedule_id = s.id and a.person_id = sp.person_id and a.state in ('finished', 'abandoned'))
      and not exists (select 1 from quizzes_attempt a where a.schedule_id = s.id and a.person_id = sp.person_id and a.passed = true);

-- A sitting with a number of questions of its own trains, but proves nothing about the quiz.
create view v_quiz_schedule as
    select id, quiz_id, opens_at, closes_at, state, case when questions is null then true else false end as is_whole from quizzes_schedule;
