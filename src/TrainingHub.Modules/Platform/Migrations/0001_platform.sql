create table platform_event(
    id {id},
    at {utc} not null,
    kind text not null,
    actor_id {long},
    payload text not null
);

-- One row per consumer of an event, or per piece of work asked for by name. State: ready, leased, done, dead, held (after a restore).
create table platform_work(
    id {id},
    consumer text not null,
    queue text not null,
    work_key text not null,
    payload text not null,
    state text not null,
    due_at {utc} not null,
    attempts integer not null,
    fence {long} not null,
    lease_until {utc},
    error text,
    created_at {utc} not null,
    done_at {utc},
    unique (consumer, work_key)
);
create index platform_work_due on platform_work(queue, state, due_at);

create table platform_job(
    id text primary key,
    cron text not null,
    paused {bool} not null,
    last_fire {utc},
    next_fire {utc},
    retry_at {utc},
    failures integer not null,
    wanted_by text,                       -- "person:7": asked for by hand, run by the next tick
    lease_owner text,
    lease_until {utc}
);

create table platform_job_run(
    id {id},
    job text not null,
    fired_by text not null,
    started_at {utc} not null,
    ended_at {utc},
    milliseconds {long},
    outcome text,
    counts text,
    log text,
    error text
);
create index platform_job_run_job on platform_job_run(job, id);

-- A repeated API write with the same key gets the first answer again; written in the transaction of the write.
create table platform_idempotency(
    token_id {long} not null,
    idempotency_key text not null,
    request_hash text not null,
    status integer not null,
    response text not null,
    at {utc} not null,
    primary key (token_id, idempotency_key)
);

create table platform_audit(
    id {id},
    at {utc} not null,
    actor_id {long},
    actor_kind text not null,
    via text,
    action text not null,
    subject text not null,
    detail text
);
create index platform_audit_subject on platform_audit(subject, id);
create index platform_audit_at on platform_audit(at);

create table platform_blob(
    sha256 text primary key,
    size {long} not null,
    content_type text not null,
    created_at {utc} not null
);
