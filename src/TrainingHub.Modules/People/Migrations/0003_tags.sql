-- What somebody is besides place and position: free words ("first aider", "night shift"), each with the days on which it holds.
create table people_tag(
    id {id},
    person_id {long} not null references people_person(id),
    tag text not null,                    -- as TagNames.Tidy writes it
    from_on {date} not null,
    to_on {date},                         -- last day; null: without end
    recorded_at {utc} not null,
    recorded_by {long}                    -- null: the hub itself
);
create unique index people_tag_open on people_tag(person_id, tag) where to_on is null;
create index people_tag_person on people_tag(person_id, from_on);
create index people_tag_tag on people_tag(tag, person_id);

create view v_people_tag as select person_id, tag, from_on, to_on from people_tag;
