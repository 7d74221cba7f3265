-- Every change of a mark after the machine's first grading: append-only, so that an auditor sees what it was, what it became, who did it and why.
create table quizzes_mark_history(
    id {id},
    attempt_id {long} not null references quizzes_attempt(id),
    slot integer not null,
    before {long},                        -- milli-points; null: not marked yet, or not counted
    after {long},                         -- milli-points; null: no longer counted
    kind text not null,                   -- marked, overridden, regraded, voided
    reason text not null,                 -- the words of whoever did it; empty for a first mark
    regrade_id {long},                    -- the regrade it belongs to
    actor_id {long},                      -- null: the hub itself
    at {utc} not null
);
create index quizzes_mark_history_attempt on quizzes_mark_history(attempt_id, slot, id);
create unique index quizzes_mark_history_regrade on quizzes_mark_history(regrade_id, attempt_id, slot) where regrade_id is not null;
