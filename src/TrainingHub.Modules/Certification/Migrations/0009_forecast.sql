-- How many people hold a certification until when, by site: what the forecast sums. Kept in the transaction that changes it.
create table certification_forecast(
    site_id {long} not null,
    program_id {long} not null,
    week_on {date} not null,              -- Monday of the week of the last day on which they hold it here: it expires, or they leave
    people {long} not null,
    primary key (site_id, program_id, week_on)
);
-- What each chain has added to it, so that exactly that is taken back.
alter table certification_requirement add column counted_site_id {long};
alter table certification_requirement add column counted_week_on {date};
-- How many a site needs.
create table certification_cover(
    site_id {long} not null,
    program_id {long} not null references certification_program(id),
    each_shift integer not null,
    shifts integer not null,
    primary key (site_id, program_id)
);
-- What was certified before the forecast was there is counted soon after the start.
insert into platform_work(consumer, queue, work_key, payload, state, due_at, attempts, fence, created_at)
select 'Certification.Forecast', 'general', 'forecast:first', '{}', 'ready', x.since, 0, 0, x.since
from (select min(d.recorded_at) as since from certification_period d where d.completed_on is not null) x where x.since is not null;
