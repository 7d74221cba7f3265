namespace TrainingHub.Modules.Certification.History;

/// <summary>
/// Where the lines of the time line come from. A new kind of thing that happens to somebody's certifications is one more entry here and one more sentence in
/// <see cref="TimelineWords"/>; pages, paging and file need nothing.
/// </summary>
internal static class TimelineSources
{
    /// <summary>All lines of @person, as the columns of <see cref="TimelineRow"/> need them.</summary>
    public static string Sql { get; } = string.Join("\nunion all\n", All());

    private static IEnumerable<string> All()
    {
        const string period = "certification_period d join certification_policy y on y.id = d.policy_id join certification_program_version v on v.id = d.program_version_id";
        const string reason = "certification_reason n join certification_requirement q on q.id = n.requirement_id left join certification_rule u on u.id = n.rule_id left join certification_rule_version r on r.id = n.rule_version_id";

        // Who asks for it, and who asks no longer.
        yield return Line(10, "n.id", "n.assigned_at", "'asked-' || n.kind", reason + " where q.person_id = @person", program: "q.program_id", on: "n.from_on", until: "n.due_on", what: "u.slug", why: "r.audience", rule: "r.number", by: "n.assigned_by");
        yield return Line(11, "n.id", "n.ended_at", "'unasked-' || n.kind", reason + " where q.person_id = @person and n.ended_at is not null", program: "q.program_id", on: "n.ended_on", what: "u.slug", rule: "r.number", by: "n.ended_by");
        // Periods.
        yield return Line(20, "d.id", "d.recorded_at", "case when d.renews_id is null then 'opened' else 'renewal-opened' end", period + " where d.person_id = @person",
            program: "d.program_id", number: "d.number", on: "d.assigned_on", until: $"coalesce({FirstWas("w.due_on", "")}, d.due_on)", policy: FirstPolicy, version: "v.number");
        yield return Line(21, "w.id", "w.until", "case when w.expires_on is null then 'due-moved' else 'dates-moved' end", "certification_period_was w join certification_period d on d.id = w.period_id join certification_policy y on y.id = d.policy_id where d.person_id = @person",
            program: "d.program_id", number: "d.number", on: "case when w.expires_on is null then w.due_on else w.expires_on end", until: $"case when w.expires_on is null then {NextWas("due_on")} else {NextWas("expires_on")} end",
            by: "w.by_id", policy: $"coalesce((select z.number from certification_period_was n join certification_policy z on z.id = n.policy_id where n.period_id = w.period_id and n.id > w.id order by n.id limit 1), y.number)");
        yield return Line(40, "d.id", "d.ended_recorded_at", "'ended-' || d.end_reason", period + " where d.person_id = @person and d.ended_on is not null",
            program: "d.program_id", number: "d.number", on: "d.ended_on", why: "d.end_note", by: "d.ended_by", policy: "y.number", version: "v.number");
        yield return Line(41, "d.id", "d.completed_recorded_at", "case when k.period_id is null then 'certified' else 'carried' end", period + " left join certification_carried k on k.period_id = d.id where d.person_id = @person and d.completed_on is not null",
            program: "d.program_id", number: "d.number", on: "d.completed_on", until: $"coalesce({FirstWas("w.expires_on", "and w.expires_on is not null")}, d.expires_on)", what: "k.issuer", why: "k.proof", by: "k.carried_by", policy: FirstPolicyOfDates, version: "v.number");
        // What the person did: as it counted, or, where it counts for nothing, as it was recorded.
        const string counted = "certification_evidence e join certification_period d on d.id = e.period_id join certification_deed a on a.id = e.deed_id";
        yield return Line(31, "a.id", "e.recorded_at", "'evidence'", counted + " where d.person_id = @person", program: "d.program_id", number: "d.number", at: "a.occurred_at", what: "a.kind || ':' || a.key", why: "a.reference");
        yield return Line(30, "a.id", "a.recorded_at", "'deed'", "certification_deed a where a.person_id = @person and not exists (select 1 from certification_evidence e where e.deed_id = a.id)", at: "a.occurred_at", what: "a.kind || ':' || a.key", why: "a.reference");
        yield return Line(32, "a.id", "a.taken_back_at", "'deed-taken-back'", "certification_deed a where a.person_id = @person and a.taken_back_at is not null", at: "a.occurred_at", what: "a.kind || ':' || a.key", why: "a.reference");
        // Floor checks that are no deed, or not the first word.
        yield return Line(33, "k.id", "k.at", "case when k.number > 1 then case when k.passed = true then 'check-corrected-passed' else 'check-corrected-failed' end else 'check-failed' end",
            "v_floor_check k where k.person_id = @person and (k.number > 1 or k.passed = false)", at: "k.observed_at", what: "'check:' || k.what", why: "k.reason", by: "k.by_id");
        // What HR counts or excuses.
        const string prior = "certification_prior r join certification_period d on d.id = r.period_id";
        yield return Line(26, "r.id", "r.recorded_at", "'prior-counted'", prior + " where r.person_id = @person", program: "d.program_id", number: "d.number", on: "r.learned_on", what: "r.kind || ':' || r.key", why: "r.note", by: "r.by_id");
        yield return Line(27, "r.id", "r.withdrawn_at", "'prior-withdrawn'", prior + " where r.person_id = @person and r.withdrawn_at is not null", program: "d.program_id", number: "d.number", what: "r.kind || ':' || r.key", why: "r.withdrawn_why", by: "r.withdrawn_by");
        yield return Line(45, "x.id", "x.recorded_at", "'excused'", "certification_excuse x where x.person_id = @person", program: "x.program_id", on: "x.from_on", until: "x.until_on", why: "x.reason", by: "x.by_id");
        yield return Line(46, "x.id", "x.ended_recorded_at", "'excuse-ended'", "certification_excuse x where x.person_id = @person and x.ended_recorded_at is not null", program: "x.program_id", on: "x.ended_on", by: "x.ended_by");
        // Papers from outside.
        const string credential = "certification_credential c join certification_external x on x.id = c.external_id";
        yield return Line(28, "c.id", "c.verified_at", "'credential-verified'", credential + " where c.person_id = @person", on: "c.issued_on", until: "c.expires_on", what: "'external:' || x.slug", why: "c.number", by: "c.verified_by");
        yield return Line(29, "c.id", "c.withdrawn_at", "'credential-withdrawn'", credential + " where c.person_id = @person and c.withdrawn_at is not null", what: "'external:' || x.slug", why: "c.withdrawn_why", by: "c.withdrawn_by");
        // Steps that were reached; what a completion or an end made superfluous was not.
        // A manager's step was told where a mail with it went out; where nobody was there, or it was true no longer, it was not.
        const string item = "from v_notice_item i left join v_notice n on n.id = i.notice_id where i.period_id = s.period_id and i.step in ('escalated', 'not-renewed') and i.step = s.step and i.on_day in (s.due_on, '0001-01-01')";
        const string told = $"case when s.step not in ('escalated', 'not-renewed') then '' when exists (select 1 {item} and n.state = 'sent') then '-told' when exists (select 1 {item} and (i.is_waiting or n.state in ('waiting', 'sending'))) then '-waiting' else '-untold' end";
        yield return Line(60, "s.id", "s.done_at", $"'step-' || s.step || {told}", "certification_due s join certification_period d on d.id = s.period_id where d.person_id = @person and s.done_at is not null and s.step <> 'window-opens' "
            + "and (s.step not in ('due-soon', 'overdue', 'escalated') or d.completed_recorded_at is null or s.done_at < d.completed_recorded_at) and (d.ended_recorded_at is null or s.done_at < d.ended_recorded_at)",
            program: "d.program_id", number: "d.number", on: "s.due_on");
        // Certificates, as the ledger has them.
        yield return Line(50, "l.sequence", "l.at", "'paper-' || l.kind", "v_ledger_entry l join v_certificate c on c.number = l.certificate_number where c.person_id = @person", program: "c.program_id", until: "c.expires_on", what: "c.number",
            why: "case when l.kind = 'revoked' then c.end_reason when l.kind = 'superseded' then l.detail end");
        // Changes of the standard.
        const string delta = "certification_delta_person m join certification_delta t on t.id = m.delta_id join v_course c on c.id = t.course_id";
        yield return Line(70, "t.id", "t.assigned_at", "'change-asked'", delta + " where m.person_id = @person", until: "t.due_on", what: "'course:' || c.slug", why: "t.clauses", by: "t.assigned_by");
        yield return Line(71, "t.id", "m.read_at", "'change-read'", delta + " where m.person_id = @person and m.read_at is not null", what: "'course:' || c.slug", why: "t.clauses");
    }

    /// <summary>Of dates that were moved later the first that stood there.</summary>
    private static string FirstWas(string column, string and) => $"(select {column} from certification_period_was w where w.period_id = d.id {and} order by w.id limit 1)";

    private static string FirstPolicy => "coalesce((select z.number from certification_period_was w join certification_policy z on z.id = w.policy_id where w.period_id = d.id order by w.id limit 1), y.number)";

    private static string FirstPolicyOfDates => "coalesce((select z.number from certification_period_was w join certification_policy z on z.id = w.policy_id where w.period_id = d.id and w.expires_on is not null order by w.id limit 1), y.number)";

    /// <summary>What stood there after the line w.</summary>
    private static string NextWas(string column) => $"coalesce((select n.{column} from certification_period_was n where n.period_id = w.period_id and n.id > w.id order by n.id limit 1), d.{column})";

    /// <param name="order">Of what was recorded at the same moment, what comes after what.</param>
    /// <param name="recorded">When the hub learned of it.</param>
    /// <param name="on">The civil day on which it is true, or</param>
    /// <param name="at">the instant at which it was done.</param>
    /// <param name="until">A day that it sets: due, or the last valid one.</param>
    /// <param name="what">What it is about: a rule, a deed, a certificate.</param>
    /// <param name="why">What somebody wrote, or what was behind it.</param>
    private static string Line(int order, string id, string recorded, string kind, string from, string? program = null, string? number = null, string? on = null, string? at = null, string? until = null,
        string? what = null, string? why = null, string? rule = null, string? policy = null, string? version = null, string? by = null) =>
        // Every column of every line has its type: PostgreSQL takes a bare null for a text.
        $"""
        select {recorded} as recorded_at, {kind} as kind, {program ?? "cast(null as bigint)"} as program_id, {number ?? "cast(null as integer)"} as number, {on ?? "cast(null as date)"} as on_day,
               {at ?? "cast(null as timestamptz)"} as happened_at, {until ?? "cast(null as date)"} as until_on, {what ?? "cast(null as text)"} as what, {why ?? "cast(null as text)"} as why, {rule ?? "cast(null as integer)"} as rule_version,
               {policy ?? "cast(null as integer)"} as policy_version, {version ?? "cast(null as integer)"} as program_version, {by ?? "cast(null as bigint)"} as by_id, {order} as line, {id} as id
        from {from}
        """;
}
