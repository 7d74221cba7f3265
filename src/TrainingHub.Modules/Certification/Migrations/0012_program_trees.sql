-- Renewals by turns: all paths as JSON where there are several; renewal stays the first.
alter table certification_program_version add column rotation text;
alter table certification_program_version add column renewal_paths integer not null default 1;
-- Which path a period was opened with: 0 the whole requirement, n the n-th that renews.
alter table certification_period add column path integer not null default 0;
update certification_period set path = 1 where renews_id is not null;

-- Papers that others issue and programmes may ask for: which there are, and who has shown which.
create table certification_external(
    id {id},
    slug text not null unique,
    course_id {long},                     -- whose folder brought it
    title_zh text not null,
    title_en text not null,
    created_at {utc} not null
);
create table certification_credential(
    id {id},
    person_id {long} not null,
    external_id {long} not null references certification_external(id),
    number text,
    issuer text,
    issued_on {date},
    expires_on {date},                    -- the last valid day; null: it does not expire
    file_sha256 text not null,
    file_name text not null,
    file_type text not null,
    verified_by {long},
    verified_at {utc} not null,
    withdrawn_at {utc},
    withdrawn_by {long},
    withdrawn_why text
);
create index certification_credential_person on certification_credential(person_id, external_id);
create index certification_credential_file on certification_credential(file_sha256);
