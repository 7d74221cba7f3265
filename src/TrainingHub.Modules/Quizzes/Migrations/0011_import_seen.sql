-- What an import may overwrite is what its preview showed: the newest version of any question then, and JSON of what was left alone in the end.
alter table quizzes_upload add column seen_version_id {long};
alter table quizzes_upload add column not_imported text;
