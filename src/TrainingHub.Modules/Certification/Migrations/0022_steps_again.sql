-- A step may come again: dates that are moved may give a period a second expiry. What was done stays, and says for which day.
drop index certification_due_open;
alter table certification_due rename to certification_due_before;
create table certification_due(
    id {id},
    period_id {long} not null references certification_period(id),
    step text not null,                   -- due-soon, overdue, escalated, window-opens, expiring, expired, not-renewed, grace-ended
    due_on {date} not null,
    done_at {utc},
    unique (period_id, step, due_on)
);
insert into certification_due(period_id, step, due_on, done_at) select period_id, step, due_on, done_at from certification_due_before order by id;
drop table certification_due_before;
create index certification_due_open on certification_due(due_on, id) where done_at is null;
