-- Every version of a course that learners could see, for whoever keeps which one somebody read or signed.
create view v_course_version as select id, course_id, number, published_at from courses_version where state = 'published';
