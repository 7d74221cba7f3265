-- A step may come again for another day, as a second expiry after dates were moved, and is then said again.
drop view v_notice_item;
alter table notifications_item rename to notifications_item_before;
drop index notifications_item_open;
create table notifications_item(
    id {id},
    person_id {long} not null,            -- who reads it
    gathering text not null,              -- assigned, reminder
    step text not null,                   -- assigned, due-soon, overdue, expiring, expired, escalated, not-renewed
    on_day {date} not null,               -- the day for which the step was noted; 0001-01-01: of before this was kept, or of what has none
    period_id {long} not null,
    created_at {utc} not null,
    settled_at {utc},
    notice_id {long} references notifications_notice(id), -- null where it was no longer true when it was gathered, or when it was mailed
    unique (person_id, period_id, step, on_day)
);
insert into notifications_item(person_id, gathering, step, on_day, period_id, created_at, settled_at, notice_id)
    select person_id, gathering, step, cast('0001-01-01' as {date}), period_id, created_at, settled_at, notice_id from notifications_item_before order by id;
drop table notifications_item_before;
create index notifications_item_open on notifications_item(person_id, gathering) where settled_at is null;
create index notifications_item_notice on notifications_item(notice_id) where notice_id is not null;
create index notifications_item_team on notifications_item(period_id) where step in ('escalated', 'not-renewed');
create view v_notice_item as select person_id, step, on_day, period_id, notice_id, case when settled_at is null then true else false end as is_waiting from notifications_item;
