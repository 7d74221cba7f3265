-- What each period rests on: whoever changes a mark must see the certificate that came of it.
create view v_certification_evidence as select period_id, kind, evidence_key, reference, occurred_at from certification_evidence;
