-- Where a question is kept: 'file' in the course's questions.yaml, which makes, changes and retires it; 'bank' here alone, since it was imported into the bank.
-- A question of no course (course_id 0) waits in the shared bank until it is moved to one.
alter table quizzes_question add column origin text not null default 'file';
alter table quizzes_question add column category text;                -- "a/b"; a slash in a name is doubled

-- The one language the question has; null where it has both. It is not drawn for an attempt in the other one.
alter table quizzes_question_version add column only_language text;

-- A file that was chosen for import, while somebody looks at the preview; gone after a day.
create table quizzes_upload(
    id {id},
    person_id {long} not null,
    course_id {long} not null,
    format text not null,
    language text,                        -- null: each question's own, by its characters
    category text,
    file_name text not null,
    sha256 text not null,
    state text not null,                  -- ready, working, done, failed
    added integer not null default 0,
    changed integer not null default 0,
    total integer not null default 0,
    created_at {utc} not null
);
create index quizzes_upload_created on quizzes_upload(created_at);

-- Pictures that came with an imported file: their bytes are blobs, shown to whoever may see a course's pictures.
create table quizzes_picture(
    sha256 text not null,
    extension text not null,
    created_at {utc} not null,
    primary key (sha256, extension)
);
