-- Which share of a checklist's points passes it, in percent of what applies; and the lists for whoever keeps how one was filled in.
alter table courses_checklist add column pass integer not null default 100;
create view v_course_checklist as
    select l.id, l.version_id, v.course_id, v.number as version, l.position, l.code, l.title_zh, l.title_en, l.scale, l.pass
    from courses_checklist l join courses_version v on v.id = l.version_id where v.state = 'published';
create view v_course_checklist_item as
    select i.checklist_id, i.position, i.code, i.section, i.text_zh, i.text_en, coalesce(k.trades, '') as trades
    from courses_checklist_item i join courses_checklist l on l.id = i.checklist_id left join courses_clause k on k.version_id = l.version_id and k.code = i.clause;
