-- Whether a period is being renewed is asked for each one that a list shows.
create index certification_period_renews on certification_period(renews_id) where renews_id is not null;
