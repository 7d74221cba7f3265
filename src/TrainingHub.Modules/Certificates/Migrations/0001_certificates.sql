-- The paper of one period. The frozen data is what was printed; the PDF is rendered from it once and sealed.
create table certificates_certificate(
    id {id},
    number text not null unique,          -- the serial
    code text not null unique,            -- random, 128 bits: what the QR holds
    period_id {long} not null,
    person_id {long} not null,
    program_id {long} not null,
    language text not null,
    data text,                            -- canonical JSON of the frozen personal data; null once erased
    salt text,                            -- hexadecimal; null once erased
    commitment text not null,             -- SHA-256(salt ‖ data), hexadecimal; stays when both are erased
    program text not null,                -- the programme's slug
    valid_from {date} not null,
    expires_on {date},
    issued_at {utc} not null,
    ended_at {utc},
    end_kind text,                        -- revoked, superseded
    end_reason text,
    superseded_by {long} references certificates_certificate(id),
    pdf_sha256 text,
    sealed_at {utc}
);
create index certificates_certificate_person on certificates_certificate(person_id, id);
create index certificates_certificate_period on certificates_certificate(period_id);
create unique index certificates_certificate_current on certificates_certificate(period_id) where ended_at is null;

-- Certified while the hub could not issue (no Hub:BaseUrl in production); the job issues them once it can.
create table certificates_pending(
    period_id {long} primary key,
    since {utc} not null
);

create table certificates_serial(
    prefix text not null,
    year integer not null,
    last_number {long} not null,
    primary key (prefix, year)
);

-- Append-only chain; the format is final from the first entry.
create table certificates_ledger(
    sequence {long} primary key,
    version integer not null,
    at {utc} not null,
    kind text not null,                   -- issued, sealed, revoked, superseded
    certificate_number text not null,
    program text not null,
    valid_from {date} not null,
    expires_on {date},
    commitment text not null,             -- SHA-256(salt ‖ canonical JSON of the personal data), hexadecimal
    detail text,                          -- sealed: the PDF's SHA-256; superseded: renewed or corrected
    previous_hash text not null,
    hash text not null
);

create index certificates_ledger_certificate on certificates_ledger(certificate_number);

-- One row, locked last in a transaction: the end of the chain.
create table certificates_ledger_head(
    id integer primary key,
    sequence {long} not null,
    hash text not null
);
insert into certificates_ledger_head(id, sequence, hash) values (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

create view v_certificate as
    select id, number, code, period_id, person_id, program_id, program, valid_from, expires_on, issued_at, ended_at, end_kind, end_reason, pdf_sha256 from certificates_certificate;
