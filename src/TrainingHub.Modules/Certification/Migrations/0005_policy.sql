-- Fixed dates for joiners: how long their first period lasts at the least (null: as the others), and the date that every new chain counts from (null: its due date).
alter table certification_policy add column first_minimum text;
alter table certification_policy add column anchor_on {date};
