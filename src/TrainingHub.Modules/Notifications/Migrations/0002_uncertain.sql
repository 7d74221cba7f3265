-- The few mails that were handed over without an answer are counted on each visit of the list.
create index notifications_notice_uncertain on notifications_notice(id) where uncertain > 0;
