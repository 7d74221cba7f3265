-- When everybody whom a version of a rule may catch or has caught was looked at because of it; null: that is still to be done, or under way.
alter table certification_rule_version add column evaluated_at {utc};
update certification_rule_version set evaluated_at = recorded_at where not exists (
    select 1 from platform_work w where w.consumer = 'Certification.RuleChanged' and w.work_key = 'version:' || certification_rule_version.id and w.state <> 'done');
create index certification_rule_version_waiting on certification_rule_version(id) where evaluated_at is null;

-- Whether a requirement holds, and by which reasons, is asked for each one that is looked at; the index of before helped only where the rule was asked for. A null is equal to no other,
-- so reasons without a rule are as free as they were.
drop index certification_reason_rule;
create unique index certification_reason_rule on certification_reason(requirement_id, rule_id) where ended_at is null;
