create table people_site(
    id {id},
    code text not null unique,
    parent_id {long} references people_site(id),
    name text not null,
    time_zone text,                       -- IANA; null: the parent's, at last the hub's
    created_at {utc} not null
);

-- Every site with itself and each site above it, so that "a site with all below it" is one join.
create table people_site_tree(
    ancestor_id {long} not null references people_site(id),
    site_id {long} not null references people_site(id),
    depth integer not null,
    primary key (ancestor_id, site_id)
);
create index people_site_tree_site on people_site_tree(site_id);

-- Days on which a site does not work, beside its weekly rest.
create table people_site_closure(
    site_id {long} not null references people_site(id),
    day {date} not null,
    reason text not null,
    primary key (site_id, day)
);

create table people_department(
    id {id},
    site_id {long} not null references people_site(id),
    parent_id {long} references people_department(id),
    code text not null,
    name text not null,
    unique (site_id, code)
);

create table people_department_tree(
    ancestor_id {long} not null references people_department(id),
    department_id {long} not null references people_department(id),
    depth integer not null,
    primary key (ancestor_id, department_id)
);
create index people_department_tree_department on people_department_tree(department_id);

create table people_position(
    id {id},
    code text not null unique,
    name_zh text not null,
    name_en text not null
);

create table people_person(
    id {id},
    name text not null,
    latin_name text,
    name_sort {sort} not null,
    email text,
    normalized_email text unique,
    employee_number text,
    normalized_number text unique,
    language text not null,
    hired_on {date} not null,
    left_on {date},                       -- last day of work; null while employed
    site_id {long} not null references people_site(id),           -- where the person is placed now; history in people_placement
    department_id {long} references people_department(id),
    position_id {long} references people_position(id),
    password_hash text,
    security_stamp text not null,
    concurrency_stamp text not null,
    failed_count integer not null default 0,
    lockout_until {utc},
    reset_asked_at {utc},
    created_at {utc} not null
);
create index people_person_site on people_person(site_id, name_sort);
create index people_person_name on people_person(name_sort, id);

create table people_placement(
    id {id},
    person_id {long} not null references people_person(id),
    site_id {long} not null references people_site(id),
    department_id {long} references people_department(id),
    position_id {long} references people_position(id),
    from_on {date} not null,
    to_on {date},                         -- last day; null while it lasts
    recorded_at {utc} not null
);
create index people_placement_person on people_placement(person_id, from_on);

create table people_grant(
    id {id},
    person_id {long} not null references people_person(id),
    role text not null,
    site_id {long} references people_site(id),                    -- null with department null: the whole hub
    department_id {long} references people_department(id),
    granted_by {long},
    granted_at {utc} not null
);
create index people_grant_person on people_grant(person_id);

-- What each role may do; brought in line with the program at every start, so that scope and permission are one join.
create table people_role_permission(
    role text not null,
    permission text not null,
    primary key (role, permission)
);

-- One-time ways in: invitation by mail, activation slip on paper, password reset. Only hashes are kept.
create table people_activation(
    id {id},
    person_id {long} not null references people_person(id),
    purpose text not null,                -- invitation, slip, reset
    token_hash text not null unique,
    code_hash text,                       -- of a slip: the code for typing, salted with the person
    expires_at {utc} not null,
    used_at {utc},
    created_at {utc} not null
);
create index people_activation_person on people_activation(person_id);

create table people_token(
    id {id},
    person_id {long} not null references people_person(id),
    name text not null,
    token_hash text not null unique,      -- SHA-256 of a random 256-bit token
    scopes text not null,
    created_at {utc} not null,
    last_used_at {utc},
    revoked_at {utc}
);

-- Whom a viewer sees by which permission: a site as a whole (department null) or one department of it.
create view v_people_scope as
    select g.person_id as viewer_id, rp.permission, s.id as site_id, cast(null as {long}) as department_id
    from people_grant g
    join people_role_permission rp on rp.role = g.role
    join people_site s on g.site_id is null and g.department_id is null
    union all
    select g.person_id, rp.permission, t.site_id, cast(null as {long})
    from people_grant g
    join people_role_permission rp on rp.role = g.role
    join people_site_tree t on t.ancestor_id = g.site_id
    where g.department_id is null
    union all
    select g.person_id, rp.permission, d.site_id, t.department_id
    from people_grant g
    join people_role_permission rp on rp.role = g.role
    join people_department_tree t on t.ancestor_id = g.department_id
    join people_department d on d.id = t.department_id;

-- What other modules may know of a person.
create view v_people_person as
    select p.id, p.name, p.latin_name, p.name_sort, p.email, p.employee_number, p.language, p.hired_on, p.left_on,
           p.site_id, s.code as site_code, s.name as site_name,
           p.department_id, d.code as department_code, d.name as department_name,
           p.position_id, o.code as position_code, o.name_zh as position_zh, o.name_en as position_en
    from people_person p
    join people_site s on s.id = p.site_id
    left join people_department d on d.id = p.department_id
    left join people_position o on o.id = p.position_id;

create view v_people_site_tree as select ancestor_id, site_id, depth from people_site_tree;
create view v_people_department_tree as select ancestor_id, department_id, depth from people_department_tree;
create view v_people_site as select id, code, parent_id, name, time_zone from people_site;
create view v_people_department as select id, site_id, parent_id, code, name from people_department;
create view v_people_position as select id, code, name_zh, name_en from people_position;
