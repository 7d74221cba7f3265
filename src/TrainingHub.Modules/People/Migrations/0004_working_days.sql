-- Days of the week on which a site rests, by ISO number ("6 7"); empty: none; null: as the nearest site above it that says so, at last Saturday and Sunday.
alter table people_site add column rest_days text;

-- A day of the calendar that is not as its weekday: closed, or worked all the same (a make-up working day). Sites below take it over unless they say otherwise.
alter table people_site_closure add column works {bool} not null default false;
