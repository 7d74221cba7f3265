-- How long after the due date, or the expiry, the nearest manager is told; 0d: never.
alter table certification_policy add column escalate text not null default '7d';
