-- One step of a period may be said to several: to whoever must do it, and to those who are responsible for them.
drop view v_notice_item;
alter table notifications_item rename to notifications_item_before;
drop index notifications_item_open;
create table notifications_item(
    id {id},
    person_id {long} not null,            -- who reads it
    gathering text not null,              -- assigned, reminder
    step text not null,                   -- assigned, due-soon, overdue, expiring, expired, escalated, not-renewed
    period_id {long} not null,
    created_at {utc} not null,
    settled_at {utc},
    notice_id {long} references notifications_notice(id), -- null where it was no longer true when it was gathered
    unique (person_id, period_id, step)
);
insert into notifications_item(person_id, gathering, step, period_id, created_at, settled_at, notice_id)
    select person_id, gathering, step, period_id, created_at, settled_at, notice_id from notifications_item_before order by id;
drop table notifications_item_before;
create index notifications_item_open on notifications_item(person_id, gathering) where settled_at is null;
create view v_notice_item as select person_id, step, period_id, notice_id from notifications_item;
-- What waited to be noted one by one is noted now.
insert into notifications_item(person_id, gathering, step, period_id, created_at)
    select d.person_id, 'reminder', s.step, d.id, w.created_at from platform_work w
    join (select 'due-soon' as step union all select 'overdue' union all select 'expiring' union all select 'expired') s on w.payload like '%"step":"' || s.step || '"%'
    join v_certification_period d on w.payload like '{"periodId":' || d.id || ',%'
    where w.consumer = 'Notifications.Gathering.RememberStep(PeriodStepDue)' and w.state <> 'done'
    on conflict (person_id, period_id, step) do nothing;
delete from platform_work where consumer = 'Notifications.Gathering.RememberStep(PeriodStepDue)' and state <> 'done';
