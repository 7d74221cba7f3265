create view v_ledger_head as select sequence, hash from certificates_ledger_head;
