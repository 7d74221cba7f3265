create table courses_course(
    id {id},
    slug text not null unique,
    current_version_id {long},            -- what learners see; null until first published
    edited_in_hub {bool} not null,        -- once true, importing the folder again only makes a draft
    created_at {utc} not null
);

-- Immutable once published. The files are a tree of (path, SHA-256) in the blob store; the tables below are projections of it.
create table courses_version(
    id {id},
    course_id {long} not null references courses_course(id),
    number integer not null,
    state text not null,                  -- draft, published
    tree_hash text not null,              -- SHA-256 over the sorted (path, hash) lines
    title_zh text not null,
    title_en text not null,
    summary_zh text not null,
    summary_en text not null,
    source_language text not null,
    trades text not null,                 -- space-separated
    origin text not null,                 -- import, hub
    note text,
    created_by {long},
    created_at {utc} not null,
    published_at {utc},
    unique (course_id, number)
);

create table courses_file(
    version_id {long} not null references courses_version(id),
    path text not null,
    sha256 text not null,
    primary key (version_id, path)
);

create table courses_clause(
    id {id},
    version_id {long} not null references courses_version(id),
    position integer not null,
    code text not null,
    trades text not null,
    title_zh text not null,
    title_en text not null,
    text_zh text not null,
    text_en text not null,
    unique (version_id, code)
);

create table courses_lesson(
    id {id},
    version_id {long} not null references courses_version(id),
    position integer not null,
    slug text not null,
    minutes integer not null,
    title_zh text not null,
    title_en text not null,
    markdown_zh text not null,
    markdown_en text not null,
    html_zh text not null,                -- rendered once, at import: a lesson view does no Markdown
    html_en text not null,
    unique (version_id, slug)
);

create table courses_lesson_clause(
    lesson_id {long} not null references courses_lesson(id),
    clause text not null,
    primary key (lesson_id, clause)
);

-- One row per person and lesson, over all versions; evidence keeps the version that was read.
create table courses_progress(
    person_id {long} not null,
    course_id {long} not null references courses_course(id),
    lesson text not null,
    version_id {long} not null references courses_version(id),
    opened_at {utc} not null,
    seen_at {utc} not null,
    completed_at {utc},
    position integer not null default 0,  -- how far down, in percent
    primary key (person_id, course_id, lesson)
);

-- Append-only: each time all lessons of a course were read to the end. Renewal needs a new one.
create table courses_completion(
    id {id},
    person_id {long} not null,
    course_id {long} not null references courses_course(id),
    version_id {long} not null references courses_version(id),
    completed_at {utc} not null
);
create index courses_completion_person on courses_completion(person_id, course_id);

create view v_course as
    select c.id, c.slug, v.id as version_id, v.number, v.title_zh, v.title_en, v.summary_zh, v.summary_en, v.trades
    from courses_course c join courses_version v on v.id = c.current_version_id;
create view v_course_lesson as
    select l.id, v.course_id, l.version_id, l.position, l.slug, l.minutes, l.title_zh, l.title_en
    from courses_lesson l join courses_version v on v.id = l.version_id;
create view v_course_clause as
    select k.version_id, v.course_id, k.position, k.code, k.trades, k.title_zh, k.title_en, k.text_zh, k.text_en
    from courses_clause k join courses_version v on v.id = k.version_id;
create view v_course_progress as
    select person_id, course_id, lesson, version_id, opened_at, seen_at, completed_at from courses_progress;
