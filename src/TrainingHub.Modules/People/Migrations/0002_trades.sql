-- The trades a site is in, separated by blanks; empty: those of the nearest site above it that names some, at last all of them.
alter table people_site add column trades text not null default '';
