-- Signing a standard: one act, by typing one's name under the texts that were shown. Append-only.
create table acknowledgements_signing(
    id {id},
    person_id {long} not null,
    course_id {long} not null,
    version_id {long} not null,           -- the course's version whose clauses were shown
    number integer not null,              -- from 1, of this person and course: two clicks make one signing
    typed_name text not null,
    language text not null,               -- in which it was read
    signed_at {utc} not null,
    unique (person_id, course_id, number)
);
create table acknowledgements_signature(
    signing_id {long} not null references acknowledgements_signing(id),
    clause text not null,
    text_sha256 text not null,            -- of the clause's texts in both languages, as ClauseText writes them
    primary key (signing_id, clause)
);
