create view v_notice as
    select id, person_id, kind, subject, state, uncertain, created_at, sent_at, message_id from notifications_notice;
