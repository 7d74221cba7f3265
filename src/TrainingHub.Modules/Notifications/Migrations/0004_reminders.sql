-- Who wants no reminder mails. Whoever is not here gets them.
create table notifications_no_reminders(
    person_id {long} primary key,
    since {utc} not null
);
