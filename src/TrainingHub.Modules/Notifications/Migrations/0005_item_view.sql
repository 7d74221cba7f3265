-- What each mail that gathers several things says; notice_id is null for what was no longer true by then, or waits.
create view v_notice_item as select person_id, step, period_id, notice_id from notifications_item;
