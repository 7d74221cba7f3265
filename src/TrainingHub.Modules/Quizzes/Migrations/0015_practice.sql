-- A set of practice: an attempt whose questions were given, not drawn. It belongs to its person alone: no list, figure, record or limit knows of it.
alter table quizzes_attempt add column is_practice {bool} not null default false;

drop view v_quiz_attempt;
create view v_quiz_attempt as
    select id, uuid, quiz_id, schedule_id, person_id, number, state, started_at, submitted_at, graded_at, mark, max_mark, passed from quizzes_attempt where is_practice = false;

-- For the module Practice alone, which shows it to its person and to nobody else.
create view v_quiz_practice as
    select a.id, a.person_id, a.state, a.submitted_at,
           (select count(*) from quizzes_slot s where s.attempt_id = a.id) as questions,
           (select count(*) from quizzes_slot s where s.attempt_id = a.id and s.answer_id is not null) as answered,
           (select count(*) from quizzes_slot s join quizzes_question_version v on v.id = coalesce(s.marked_by_id, s.question_version_id) where s.attempt_id = a.id and s.mark = v.max_mark) as right_answers
    from quizzes_attempt a where a.is_practice = true;
