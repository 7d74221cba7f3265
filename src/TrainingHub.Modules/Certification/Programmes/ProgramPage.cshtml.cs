using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Recalculating;
using TrainingHub.Modules.Certification.Words;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Certification.Programmes;

/// <summary>One programme: what it asks, its policy, its rules, and how the people in one's scope stand.</summary>
[Requires(CertificationPermissions.View)]
internal sealed class ProgramPageModel(Db db, IPolicyDays days, RequirementWords requirements, IAudienceWords audiences, EndRule endRule) : SearchPage
{
    private const int PageSize = 50;

    public sealed record Header(
        long Id, string Slug, string TitleZh, string TitleEn, string SummaryZh, string SummaryEn, string Requirement, string Renewal, string? Rotation,
        string Active, string RenewalWindow, string Basis, string? Minimum, string Grace, bool GraceIsCompliant, string? FirstMinimum, DateOnly? AnchorOn, string Lapsed, string Escalate, string? TimeZone);

    public sealed record Rule(RuleVersion Row, IReadOnlyList<string> Who, long Assigned);

    public sealed record Count(string Status, long People);

    public sealed record Person(
        long Id, string Name, string? EmployeeNumber, string SiteName, string? DepartmentName, string? PositionZh, string? PositionEn, string Status, DateOnly? DueOn, DateOnly? ExpiresOn);

    public Header Program { get; private set; } = null!;
    public DateOnly Today { get; private set; }
    public RequirementLine Requires { get; private set; } = null!;
    /// <summary>The paths that renew it, by turns; none where the same is asked again.</summary>
    public IReadOnlyList<RequirementLine> Renews { get; private set; } = [];
    public IReadOnlyList<string> Policy { get; private set; } = [];
    public Recalculation? Recalculation { get; private set; }
    public IReadOnlyList<Rule> Rules { get; private set; } = [];

    /// <summary>Rules for places the reader has nothing to do with.</summary>
    public int RulesElsewhere { get; private set; }

    public IReadOnlyDictionary<string, long> Counts { get; private set; } = new Dictionary<string, long>();
    public IReadOnlyList<Person> People { get; private set; } = [];
    public bool HasMore { get; private set; }

    [BindProperty(SupportsGet = true)] public string? Status { get; set; }
    /// <summary>The last person of the page before.</summary>
    [BindProperty(SupportsGet = true)] public long? After { get; set; }

    public string NextUrl => QueryHelpers.AddQueryString($"/hr/programs/{Program.Slug}", new Dictionary<string, string?> { [SearchWords.Key] = Find, ["status"] = Status, ["after"] = $"{People[^1].Id}" });

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken ct) => await Load(slug, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostEndRuleAsync(string slug, long rule, CancellationToken ct)
    {
        if (!Me.Can(CertificationPermissions.Edit)) return Forbid();
        if (!await Load(slug, ct)) return NotFound();
        if (Rules.All(r => r.Row.RuleId != rule)) return NotFound();
        return await endRule.Handle(rule, ct) is { } problem ? Refuse(problem) : Done($"/hr/programs/{slug}", "The rule has ended. Assignments that nothing else asks for are being taken back.");
    }

    private async Task<bool> Load(string slug, CancellationToken ct)
    {
        var program = await db.Row<Header>(
            """
            select v.id, v.slug, v.title_zh, v.title_en, v.summary_zh, v.summary_en, v.requirement, v.renewal, w.rotation, y.active, y.renewal_window, y.basis, y.minimum, y.grace, y.grace_is_compliant,
                   y.first_minimum, y.anchor_on, y.lapsed, y.escalate, y.time_zone
            from v_certification_program v join certification_program p on p.id = v.id join certification_program_version w on w.id = v.version_id join certification_policy y on y.id = p.current_policy_id where v.slug = @slug
            """,
            new { slug }, ct);
        if (program is null) return false;
        Program = program;
        Requires = await requirements.Say(program.Requirement, null, ct);
        string[] renewals = program.Rotation is not null ? [.. JsonSerializer.Deserialize<JsonElement[]>(program.Rotation)!.Select(p => p.GetRawText())] : program.Renewal == program.Requirement ? [] : [program.Renewal];
        var renews = new List<RequirementLine>();
        foreach (var path in renewals) renews.Add(await requirements.Say(path, null, ct));
        Renews = renews;
        Policy = [.. T.Say(new PolicyRow(program.Active, program.RenewalWindow, program.Basis, program.Minimum, program.Grace, program.FirstMinimum, program.AnchorOn, program.Lapsed, program.Escalate, program.TimeZone).ToPolicy(), program.GraceIsCompliant)];
        Recalculation = await Recalculation.Of(db, program.Id, ct);
        Today = (await days.Now(ct)).Hub;
        var rules = new List<Rule>();
        foreach (var row in await db.Rows<RuleVersion>($"select {RuleVersion.Columns} from {RuleVersion.Tables} where u.program_id = @Id and (r.ends_on is null or r.ends_on > @Today) and not exists (select 1 from certification_rule_version x where x.rule_id = u.id and x.number > r.number) order by u.id", new { program.Id, Today }, ct))
            if (await Concerns(row, ct)) rules.Add(new Rule(row, await audiences.Say(row.Catches, ct), await Assigned(row.RuleId, ct)));
            else RulesElsewhere++;
        Rules = rules;
        await LoadPeople(ct);
        return true;
    }

    /// <summary>Whether it names no site, or one at, above or below which the reader sees anybody.</summary>
    private async Task<bool> Concerns(RuleVersion rule, CancellationToken ct)
    {
        if (rule.Catches.Sites is not { Count: > 0 } sites) return true;
        var codes = sites.ToArray();
        return await db.Scalar<long>(
            $"""
            select count(*) from v_people_scope sc join v_people_site_tree t on t.site_id = sc.site_id join v_people_site a on a.id = t.ancestor_id
            where sc.viewer_id = @viewer and sc.permission = @permission and {db.Dialect.In("a.code", "codes")}
            """, new { viewer = Me.Id, permission = CertificationPermissions.View, codes }, ct) > 0;
    }

    /// <summary>Of the people whom the reader sees.</summary>
    private Task<long> Assigned(long ruleId, CancellationToken ct) => db.Scalar<long>(
        $"""
        select count(*) from certification_reason n join certification_requirement q on q.id = n.requirement_id join v_people_person p on p.id = q.person_id
        where n.rule_id = @ruleId and n.ended_at is null and {PeopleScope.Sees("p.site_id", "p.department_id")}
        """, new { ruleId, viewer = Me.Id, permission = CertificationPermissions.View }, ct);

    private async Task LoadPeople(CancellationToken ct)
    {
        var today = await days.Now(ct);
        var scoped =
            $"""
            select p.id, p.name, p.name_sort, p.employee_number, p.site_name, p.department_name, p.position_zh, p.position_en, {Standing.Status(today)} as status, t.due_on, t.expires_on
            from v_certification_standing t join v_people_person p on p.id = t.person_id
            where t.program_id = @Id and (t.is_assigned or t.certified_id is not null) and (p.left_on is null or p.left_on >= @today) and {PeopleScope.Sees("p.site_id", "p.department_id")}
            """;
        var find = string.IsNullOrWhiteSpace(Q) ? null : $"%{Q.Trim().ToLowerInvariant()}%";
        var status = Standing.All.Contains(Status) ? Status : null;
        var args = new
        {
            Program.Id, viewer = Me.Id, permission = CertificationPermissions.View, today = today.Hub, dayBefore = today.Before, dayAfter = today.After, status, find, After,
        };
        Counts = (await db.Rows<Count>($"select x.status, count(*) as people from ({scoped}) x where x.status is not null group by x.status", args, ct)).ToDictionary(c => c.Status, c => c.People);
        var rows = await db.Rows<Person>(
            $"""
            select x.id, x.name, x.employee_number, x.site_name, x.department_name, x.position_zh, x.position_en, x.status, x.due_on, x.expires_on from ({scoped}) x
            where x.status is not null and (cast(@status as text) is null or x.status = @status)
            and (cast(@find as text) is null or lower(x.name) like @find or lower(x.employee_number) like @find)
            and (coalesce(@After, 0) = 0 or (x.name_sort, x.id) > (select l.name_sort, l.id from v_people_person l where l.id = @After))
            order by x.name_sort, x.id limit {PageSize + 1}
            """,
            args, ct);
        HasMore = rows.Count > PageSize;
        People = [.. rows.Take(PageSize)];
    }
}
