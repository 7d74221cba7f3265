-- Which clauses each lesson of a version teaches, for whoever lists where a clause is used.
create view v_course_lesson_clause as select lesson_id, clause from courses_lesson_clause;
