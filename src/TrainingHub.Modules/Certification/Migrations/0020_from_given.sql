-- Whether a rule's file gave its first day. Of rules of before it is known only where that is another day than the one on which they were written.
alter table certification_rule_version add column from_given {bool} not null default false;
