-- Who took back an assignment: the time line says so.
alter table certification_reason add column ended_by {long};
