-- Certifications earned elsewhere, as they were brought along: one row beside the period each became. A period without one was earned here.
create table certification_carried(
    period_id {long} primary key references certification_period(id),
    expires_asked {date},                 -- as the file had them; null: by the policy
    anchor_asked {date},
    issuer text,
    number text,                          -- the number of the former certificate
    proof text,                           -- in words, or the name of the file below
    proof_sha256 text,
    carried_by {long}
);
create view v_certification_carried as select period_id, issuer, number from certification_carried;
