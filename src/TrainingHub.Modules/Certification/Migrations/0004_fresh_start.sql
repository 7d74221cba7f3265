-- Periods that were opened before FreshStart was there: who had read such a course before could never read it again. Each is looked at once, as when it is opened.
insert into platform_work(consumer, queue, work_key, payload, state, due_at, attempts, fence, created_at)
select 'Certification.Periods.FreshStart(PeriodAssigned)', 'general', 'fresh-start:' || d.id,
       '{"periodId":' || d.id || ',"personId":' || d.person_id || ',"programId":' || d.program_id || ',"isRenewal":' || case when d.renews_id is null then 'false' else 'true' end || '}',
       'ready', d.recorded_at, 0, 0, d.recorded_at
from certification_period d where d.completed_on is null and d.ended_on is null;
