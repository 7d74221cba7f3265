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
    state text not null,                  -- draft, published, discarded
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
create unique index courses_version_draft on courses_version(course_id) where state = 'draft';

create table courses_file(
    version_id {long} not null references courses_version(id),
    path text not null,
    sha256 text not null,
    primary key (version_id, path)
);
create index courses_file_sha256 on courses_file(sha256);

-- What a part of another module exported right after the import (the hash of it): as long as it is the same, an export gives the file's own bytes.
create table courses_part(
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

-- Reading a course from its first to its last lesson is a round. A renewal that asks for it begins a new round; the old rows stay.
-- The row is locked before completion is decided, so that two lessons finished at once complete the course exactly once.
create table courses_round(
    person_id {long} not null,
    course_id {long} not null references courses_course(id),
    round integer not null,               -- from 1; the highest is the present one
    started_at {utc} not null,
    primary key (person_id, course_id, round)
);

-- One row per person, round and lesson, over all versions: ticks are kept by the lesson's slug. Evidence keeps the version that was read.
create table courses_progress(
    person_id {long} not null,
    course_id {long} not null,
    round integer not null,
    lesson text not null,
    version_id {long} not null references courses_version(id),
    opened_at {utc} not null,
    seen_at {utc} not null,
    completed_at {utc},
    position integer not null,            -- how far down, in percent
    primary key (person_id, course_id, round, lesson),
    foreign key (person_id, course_id, round) references courses_round(person_id, course_id, round)
);

-- Append-only: all lessons of the then current version were read in this round.
create table courses_completion(
    id {id},
    person_id {long} not null,
    course_id {long} not null,
    round integer not null,
    version_id {long} not null references courses_version(id),
    completed_at {utc} not null,
    unique (person_id, course_id, round),
    foreign key (person_id, course_id, round) references courses_round(person_id, course_id, round)
);

create view v_course as
    select c.id, c.slug, v.id as version_id, v.number, v.title_zh, v.title_en, v.summary_zh, v.summary_en, v.trades
    from courses_course c join courses_version v on v.id = c.current_version_id;
create view v_course_lesson as
    select l.id, v.course_id, l.version_id, l.position, l.slug, l.minutes, l.title_zh, l.title_en
    from courses_lesson l join courses_version v on v.id = l.version_id;
create view v_course_clause as
    select k.version_id, v.course_id, k.position, k.code, k.trades, k.title_zh, k.title_en, k.text_zh, k.text_en
    from courses_clause k join courses_version v on v.id = k.version_id;
-- Where each person stands: only the present round.
create view v_course_progress as
    select p.person_id, p.course_id, p.lesson, p.version_id, p.opened_at, p.seen_at, p.completed_at, p.position, p.round
    from courses_progress p
    where p.round = (select max(r.round) from courses_round r where r.person_id = p.person_id and r.course_id = p.course_id);
create view v_course_completion as
    select id, person_id, course_id, version_id, round, completed_at from courses_completion;
