using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.FloorChecks.Results;

/// <param name="Number">1, or after corrections more.</param>
internal sealed record CheckRow(
    long Id, long PersonId, string Name, string? EmployeeNumber, string SiteName, string TitleZh, string TitleEn, bool Passed, int Points, int OfPoints, DateTimeOffset ObservedAt, string CheckedBy, int Number);

/// <summary>One number of a check.</summary>
internal sealed record CheckHeader(
    long Id, long RootId, int Number, long PersonId, string Name, string? EmployeeNumber, string SiteName, string Course, string Checklist, long ListId, int Version, string CourseZh, string CourseEn, string TitleZh, string TitleEn, int Pass, bool Passed,
    int Points, int OfPoints, DateTimeOffset ObservedAt, DateTimeOffset At, long ById, string CheckedBy, string? Note, string? Reason, bool IsLast)
{
    public IReadOnlyList<CheckAnswer> Answers { get; init; } = [];
}

/// <param name="Site">A code: with all sites below.</param>
/// <param name="List">course/checklist</param>
/// <param name="Result">passed, not-passed</param>
internal sealed record CheckFilter(string? Site = null, string? List = null, string? Result = null, string? Words = null);

/// <summary>Reads checks, each as it was corrected last; of people in the scope of the one who looks, or one's own.</summary>
internal sealed class ReadChecks(Db db, Actor me)
{
    private const string Tables =
        """
        floorchecks_check k join v_people_person p on p.id = k.person_id join v_course_checklist l on l.id = k.list_id join v_course c on c.id = l.course_id join v_people_person b on b.id = k.by_id
        """;

    private const string IsLast = "not exists (select 1 from floorchecks_check x where x.root_id = coalesce(k.root_id, k.id) and x.number > k.number)";

    private const string Header =
        $"""
        select k.id, coalesce(k.root_id, k.id) as root_id, k.number, k.person_id, p.name, p.employee_number, p.site_name, k.course, k.checklist, k.list_id, l.version, c.title_zh as course_zh, c.title_en as course_en, l.title_zh, l.title_en, l.pass,
               k.passed, k.points, k.of_points, k.observed_at, k.at, k.by_id, b.name as checked_by, k.note, k.reason, case when {IsLast} then true else false end as is_last
        from {Tables}
        """;

    private static readonly string Found =
        $"""
        from {Tables} where {IsLast} and {PeopleScope.Sees("p.site_id", "p.department_id")}
        and (cast(@site as text) is null or exists (select 1 from v_people_site_tree t join v_people_site a on a.id = t.ancestor_id where t.site_id = p.site_id and a.code = @site))
        and (cast(@list as text) is null or k.course || '/' || k.checklist = @list) and (cast(@result as text) is null or case when k.passed = true then 'passed' else 'not-passed' end = @result)
        and (cast(@find as text) is null or lower(p.name) like @find or lower(coalesce(p.employee_number, '')) like @find) and k.id < @before
        """;

    public Task<List<CheckRow>> Page(CheckFilter filter, long? before, int most, CancellationToken ct) => db.Rows<CheckRow>(
        $"select k.id, k.person_id, p.name, p.employee_number, p.site_name, l.title_zh, l.title_en, k.passed, k.points, k.of_points, k.observed_at, b.name as checked_by, k.number {Found} order by k.id desc limit {most}", Arguments(filter, before), ct);

    /// <summary>All of them with what was answered, some at a time.</summary>
    public async IAsyncEnumerable<CheckHeader> Stream(CheckFilter filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        long? before = null;
        while (await db.Rows<long>($"select k.id {Found} order by k.id desc limit 100", Arguments(filter, before), ct) is { Count: > 0 } ids)
        {
            foreach (var id in ids) yield return await WithAnswers((await db.Row<CheckHeader>($"{Header} where k.id = @id", new { id }, ct))!, ct);
            before = ids[^1];
        }
    }

    /// <summary>Null also where the actor has nothing to do with the person.</summary>
    public async Task<CheckHeader?> Find(long id, string permission, CancellationToken ct) =>
        await db.Row<CheckHeader>($"{Header} where k.id = @id and {PeopleScope.Sees("p.site_id", "p.department_id")}", new { id, viewer = me.Id, permission }, ct) is { } found ? await WithAnswers(found, ct) : null;

    /// <summary>One's own.</summary>
    public async Task<CheckHeader?> Own(long id, CancellationToken ct) =>
        await db.Row<CheckHeader>($"{Header} where k.id = @id and k.person_id = @me", new { id, me = me.Id }, ct) is { } found ? await WithAnswers(found, ct) : null;

    /// <summary>Of one person the last ones, the newest first; for pages that have looked at who may see them.</summary>
    public Task<List<CheckHeader>> Of(long personId, int most, CancellationToken ct) => db.Rows<CheckHeader>($"{Header} where k.person_id = @personId and {IsLast} order by k.observed_at desc, k.id desc limit {most}", new { personId }, ct);

    /// <summary>All numbers of a check, the last in front.</summary>
    public Task<List<CheckHeader>> History(CheckHeader check, CancellationToken ct) => db.Rows<CheckHeader>($"{Header} where k.id = @RootId or k.root_id = @RootId order by k.number desc", new { check.RootId }, ct);

    private async Task<CheckHeader> WithAnswers(CheckHeader check, CancellationToken ct) =>
        check with { Answers = await db.Rows<CheckAnswer>("select code, outcome, note from floorchecks_answer where check_id = @Id order by position", new { check.Id }, ct) };

    private object Arguments(CheckFilter filter, long? before) => new
    {
        viewer = me.Id, permission = FloorChecksPermissions.View, site = Blank(filter.Site), list = Blank(filter.List), result = Blank(filter.Result),
        find = string.IsNullOrWhiteSpace(filter.Words) ? null : $"%{filter.Words.Trim().ToLowerInvariant()}%", before = before ?? long.MaxValue,
    };

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

internal static class CheckWords
{
    public static string Say(this Localizer t, CheckPoint point, string? outcome) => outcome switch
    {
        CheckPoint.Ok => t["OK"],
        CheckPoint.NotOk => t["Not OK"],
        CheckPoint.NotApplicable => t["Not applicable"],
        null => "",
        _ => point.Levels.Count > 0 ? t["Level {0}", outcome] : outcome,
    };
}
