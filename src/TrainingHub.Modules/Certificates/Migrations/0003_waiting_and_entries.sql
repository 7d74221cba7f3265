create view v_certificate_waiting as select period_id, since from certificates_pending;
create view v_ledger_entry as select sequence, at, kind, certificate_number, detail from certificates_ledger;
