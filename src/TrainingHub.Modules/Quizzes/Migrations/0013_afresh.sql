-- From when on a person's attempts at a quiz use up those that its settings allow: a new certification period asks for the quiz anew.
create table quizzes_afresh(
    person_id {long} not null,
    quiz_id {long} not null references quizzes_quiz(id),
    from_at {utc} not null,
    primary key (person_id, quiz_id)
);
