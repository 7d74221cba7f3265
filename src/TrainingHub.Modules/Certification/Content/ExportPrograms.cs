using System.Globalization;
using System.Text;
using System.Text.Json;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Certification.Content;

/// <summary>Writes the programmes of a course as program.yaml: always the same bytes for the same content. Rules made in the hub are the site's own and stay there.</summary>
internal sealed class ExportPrograms(Db db, IRefreshers refreshers, HubSettings settings, TimeProvider clock)
{
    private sealed record ProgramRow(
        long Id, string Slug, string TitleZh, string TitleEn, string SummaryZh, string SummaryEn, string Requirement, string Renewal, string? Rotation, string Active, string RenewalWindow, string Basis, string? Minimum, string Grace, bool GraceIsCompliant,
        string? FirstMinimum, DateOnly? AnchorOn, string Lapsed, string Escalate, string? TimeZone);

    private sealed record ExternalRow(string Slug, string TitleZh, string TitleEn);

    private sealed record StoredRule(string Audience, string? DueIn, DateOnly? DueOn, string? AtLeast, DateOnly StartsOn, DateOnly? EndsOn, DateTimeOffset RecordedAt, bool FromGiven);

    public async Task<string?> Handle(long courseId, CancellationToken ct)
    {
        var programs = await db.Rows<ProgramRow>(
            """
            select p.id, p.slug, v.title_zh, v.title_en, v.summary_zh, v.summary_en, v.requirement, v.renewal, v.rotation, y.active, y.renewal_window, y.basis, y.minimum, y.grace, y.grace_is_compliant,
                   y.first_minimum, y.anchor_on, y.lapsed, y.escalate, y.time_zone
            from certification_program p join certification_program_version v on v.id = p.current_version_id join certification_policy y on y.id = p.current_policy_id
            where p.course_id = @courseId order by p.id
            """,
            new { courseId }, ct);
        var today = settings.TimeZone.DayOf(clock.GetUtcNow());
        var refreshed = await refreshers.Of(courseId, ct);
        var externals = await db.Rows<ExternalRow>("select slug, title_zh, title_en from certification_external where course_id = @courseId order by id", new { courseId }, ct);
        if (programs.Count == 0 && refreshed.Count == 0 && externals.Count == 0) return null;
        var yaml = new StringBuilder(programs.Count == 0 ? "programs: []\n" : "programs:\n");
        foreach (var program in programs)
        {
            Write(yaml, program);
            var rules = await db.Rows<StoredRule>("select u.audience, u.due_in, u.due_on, u.at_least, u.starts_on, u.ends_on, u.recorded_at, r.from_given from v_certification_rule u join certification_rule_version r on r.id = u.version_id where u.program_id = @Id and u.content_number is not null and (u.ends_on is null or u.ends_on > @today) order by u.content_number", new { program.Id, today }, ct);
            if (rules.Count > 0) yaml.Append("    assign:\n");
            foreach (var rule in rules) Write(yaml, rule);
        }
        if (refreshed.Count > 0) yaml.Append("refreshers:\n");
        foreach (var refresher in refreshed) Write(yaml, refresher);
        if (externals.Count > 0) yaml.Append("externals:\n");
        foreach (var external in externals)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"  - slug: {external.Slug}\n");
            Write(yaml, "title", external.TitleZh, external.TitleEn);
        }
        return yaml.ToString();
    }

    private static void Write(StringBuilder yaml, RefresherPlan plan)
    {
        yaml.Append(CultureInfo.InvariantCulture, $"  - slug: {plan.Slug}\n");
        Write(yaml, "title", plan.Title.Zh, plan.Title.En);
        yaml.Append(CultureInfo.InvariantCulture, $"    quiz: {plan.Quiz}\n    questions: {plan.Questions}\n    every: {plan.Every}\n");
        if (plan.Every == "month") yaml.Append(CultureInfo.InvariantCulture, $"    week: {ProgramFile.WeekOf(plan.Week)}\n");
        yaml.Append(CultureInfo.InvariantCulture, $"    weekday: {ProgramFile.WeekdayOf(plan.Weekday)}\n    opens: \"{plan.Opens:HH:mm}\"\n    open: {plan.OpenDays}d\n    audience: {Written(plan.Audience)}\n");
    }

    private static void Write(StringBuilder yaml, ProgramRow program)
    {
        yaml.Append(CultureInfo.InvariantCulture, $"  - slug: {program.Slug}\n");
        Write(yaml, "title", program.TitleZh, program.TitleEn);
        Write(yaml, "summary", program.SummaryZh, program.SummaryEn);
        yaml.Append("    requires:\n");
        Write(yaml, Tree(program.Requirement), "      ");
        if (program.Rotation is not null)
        {
            yaml.Append("    rotation:\n");
            foreach (var path in JsonSerializer.Deserialize<Requirement[]>(program.Rotation, Json.Plain)!) WriteItem(yaml, path, "    ");
        }
        else if (program.Renewal != program.Requirement)
        {
            yaml.Append("    renewal:\n");
            Write(yaml, Tree(program.Renewal), "      ");
        }
        yaml.Append(CultureInfo.InvariantCulture, $"    policy:\n      active: {program.Active}\n      window: {program.RenewalWindow}\n      basis: {program.Basis}\n");
        if (program.Minimum is not null) yaml.Append(CultureInfo.InvariantCulture, $"      minimum: {program.Minimum}\n");
        if (program.FirstMinimum is not null) yaml.Append(CultureInfo.InvariantCulture, $"      firstMinimum: {program.FirstMinimum}\n");
        if (program.AnchorOn is not null) yaml.Append(CultureInfo.InvariantCulture, $"      anchor: {program.AnchorOn:yyyy-MM-dd}\n");
        yaml.Append(CultureInfo.InvariantCulture, $"      grace: {program.Grace}\n");
        if (program.GraceIsCompliant) yaml.Append("      graceCounts: true\n");
        if (program.Lapsed != "renewal") yaml.Append(CultureInfo.InvariantCulture, $"      lapsed: {program.Lapsed}\n");
        if (program.Escalate != "7d") yaml.Append(CultureInfo.InvariantCulture, $"      escalate: {program.Escalate}\n");
        if (program.TimeZone is not null) yaml.Append(CultureInfo.InvariantCulture, $"      zone: {program.TimeZone}\n");
    }

    private static void Write(StringBuilder yaml, string key, string zh, string en) =>
        yaml.Append(CultureInfo.InvariantCulture, $"    {key}:\n      zh-CN: {Text(zh)}\n      en: {Text(en)}\n");

    private static void Write(StringBuilder yaml, Requirement requirement, string indent)
    {
        if (requirement is Requirement.Leaf leaf)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"{indent}{leaf.Kind}: {leaf.Key}\n");
            return;
        }
        if (requirement is Requirement.Points points)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"{indent}points: {points.Needed}\n{indent}of:\n");
            foreach (var (part, worth) in points.Parts.Zip(points.Worths)) WriteItem(yaml, part, indent, worth);
            return;
        }
        var branch = (Requirement.Branch)requirement;
        yaml.Append(CultureInfo.InvariantCulture, $"{indent}{(branch is Requirement.AllOf ? "allOf" : branch is Requirement.AnyOf ? "anyOf" : "inOrder")}:\n");
        foreach (var part in branch.Parts) WriteItem(yaml, part, indent);
        if (branch is Requirement.AnyOf { Count: > 1 } any) yaml.Append(CultureInfo.InvariantCulture, $"{indent}count: {any.Count}\n");
    }

    /// <summary>An item of a list: its first line begins with a hyphen.</summary>
    private static void WriteItem(StringBuilder yaml, Requirement part, string indent, int? worth = null)
    {
        var start = yaml.Length;
        if (worth is not null) yaml.Append(CultureInfo.InvariantCulture, $"{indent}    worth: {worth}\n");
        Write(yaml, part, indent + "    ");
        yaml[start + indent.Length + 2] = '-';
    }

    private void Write(StringBuilder yaml, StoredRule rule)
    {
        yaml.Append(CultureInfo.InvariantCulture, $"      - audience: {Written(JsonSerializer.Deserialize<Audience>(rule.Audience, Json.Plain)!)}\n");
        if (rule.DueOn is null) yaml.Append(CultureInfo.InvariantCulture, $"        dueIn: {rule.DueIn}\n");
        else yaml.Append(CultureInfo.InvariantCulture, $"        due: {{ on: {rule.DueOn:yyyy-MM-dd}{(rule.AtLeast is null ? "" : $", atLeast: {rule.AtLeast}")} }}\n");
        // A rule that began when it was written was given no day, unless the file did give it.
        if (rule.FromGiven || rule.StartsOn != settings.TimeZone.DayOf(rule.RecordedAt)) yaml.Append(CultureInfo.InvariantCulture, $"        from: {rule.StartsOn:yyyy-MM-dd}\n");
        if (rule.EndsOn is { } ends) yaml.Append(CultureInfo.InvariantCulture, $"        until: {ends.AddDays(-1):yyyy-MM-dd}\n");
    }

    private static string Written(Audience audience)
    {
        string[] parts =
        [
            .. List("sites", audience.Sites), .. List("departments", audience.Departments), .. List("positions", audience.Positions), .. List("tags", audience.Tags),
            .. Days("hiredWithin", audience.HiredWithin), .. Days("employedFor", audience.EmployedFor), .. Day("hiredFrom", audience.HiredFrom), .. Day("hiredTo", audience.HiredTo),
            .. Exceptions(audience.Except),
        ];
        return parts.Length == 0 ? "{}" : $"{{ {string.Join(", ", parts)} }}";
    }

    private static IEnumerable<string> Days(string key, int? days) => days is { } count ? [string.Create(CultureInfo.InvariantCulture, $"{key}: {count}d")] : [];

    private static IEnumerable<string> Exceptions(IReadOnlyList<Audience>? except) => except is { Count: > 0 } ? [$"except: [{string.Join(", ", except.Select(Written))}]"] : [];

    private static IEnumerable<string> Day(string key, DateOnly? day) => day is { } on ? [string.Create(CultureInfo.InvariantCulture, $"{key}: {on:yyyy-MM-dd}")] : [];

    private static IEnumerable<string> List(string key, IReadOnlyList<string>? codes) => codes is { Count: > 0 } ? [$"{key}: [{string.Join(", ", codes.Select(Text))}]"] : [];

    private static Requirement Tree(string json) => JsonSerializer.Deserialize<Requirement>(json, Json.Plain)!;

    /// <summary>A JSON string is a YAML string.</summary>
    private static string Text(string text) => JsonSerializer.Serialize(text, Json.Plain);
}
