-- In which zone the days of a policy's periods are counted, an IANA name; null: in that of the person's site.
alter table certification_policy add column time_zone text;
drop view v_certification_standing;
drop view v_certification_period;
create view v_certification_period as
    select d.id, d.requirement_id, d.person_id, d.program_id, d.number, d.renews_id, d.assigned_on, d.due_on, d.recorded_at, d.completed_on, d.valid_from, d.expires_on,
           d.window_opens_on, d.grace_ends_on, d.completed_recorded_at, d.ended_on, d.end_reason, d.ended_recorded_at, y.grace_is_compliant, d.policy_id, y.time_zone
    from certification_period d join certification_policy y on y.id = d.policy_id;
-- As before, with the policy by whose calendar it is judged: of what is held, else of what is open.
create view v_certification_standing as
    select q.id as requirement_id, q.person_id, q.program_id, exists (select 1 from certification_reason n where n.requirement_id = q.id and n.ended_at is null) as is_assigned,
           o.id as open_id, o.due_on, c.id as certified_id, c.completed_on, c.valid_from, c.expires_on, c.window_opens_on, c.grace_ends_on,
           coalesce((select l.end_reason from certification_period l where l.requirement_id = q.id order by l.number desc limit 1), '') as last_end,
           exists (select 1 from certification_period r where r.requirement_id = q.id and r.end_reason = 'revoked') as was_revoked,
           coalesce(c.policy_id, o.policy_id) as policy_id
    from certification_requirement q
    left join certification_period o on o.person_id = q.person_id and o.program_id = q.program_id and o.completed_on is null and o.ended_on is null
    left join certification_period c on c.person_id = q.person_id and c.program_id = q.program_id and c.completed_on is not null and c.ended_on is null;
