-- What is asked after the grace: renewal (its own path, as before) or full (the whole requirement again).
alter table certification_policy add column lapsed text not null default 'renewal';
