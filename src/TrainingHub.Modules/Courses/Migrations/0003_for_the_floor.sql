-- What a course has for the floor beside its lessons: glossary, role-plays, job aid, checklists. Projections of the version's files, as its lessons are.
create table courses_term(
    id {id},
    version_id {long} not null references courses_version(id),
    position integer not null,
    code text not null,                   -- what lessons link: [word](term:code)
    term_zh text not null,
    term_en text not null,
    pinyin text,
    romaji text,
    text_zh text not null,
    text_en text not null,
    unique (version_id, code)
);

create table courses_dialogue(
    id {id},
    version_id {long} not null references courses_version(id),
    position integer not null,
    code text not null,
    clause text,
    title_zh text not null,
    title_en text not null,
    setting_zh text not null,
    setting_en text not null,
    turns text not null,                  -- JSON: [{who, text, pinyin, body}]
    unique (version_id, code)
);

create table courses_job_aid(
    version_id {long} not null primary key references courses_version(id),
    title_zh text not null,
    title_en text not null,
    html_zh text not null,
    html_en text not null
);

create table courses_checklist(
    id {id},
    version_id {long} not null references courses_version(id),
    position integer not null,
    code text not null,
    title_zh text not null,
    title_en text not null,
    scale text,                           -- JSON of a scored list: [{id, title, levels}]; the levels' scores are 0, 1, 2 …
    unique (version_id, code)
);

create table courses_checklist_item(
    id {id},
    checklist_id {long} not null references courses_checklist(id),
    position integer not null,
    code text not null,                   -- stays the same from version to version
    section text,                         -- of a scored list: which part of the scale it is evidence for
    clause text,
    text_zh text not null,
    text_en text not null,
    unique (checklist_id, code)
);
