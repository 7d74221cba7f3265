using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Quizzes.Results;

/// <summary>/studio/results: everybody's submitted attempts within the viewer's scope, the latest first, by keyset.</summary>
[Requires(QuizzesPermissions.Results)]
internal sealed class ResultListModel(Db db, HubSettings settings) : HubPage
{
    private const int PageSize = 50;

    internal sealed record Row(long Id, string Name, string SiteName, string TitleZh, string TitleEn, int Number, DateTimeOffset SubmittedAt, long? Mark, long MaxMark, bool? Passed);

    internal sealed record QuizChoice(long Id, string TitleZh, string TitleEn);

    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public IReadOnlyList<QuizChoice> Quizzes { get; private set; } = [];
    public long? Quiz { get; private set; }
    public string? Passed { get; private set; }
    public DateOnly? From { get; private set; }
    public DateOnly? To { get; private set; }
    public string? NextUrl { get; private set; }
    public TimeZoneInfo Zone => settings.TimeZone;

    public async Task OnGetAsync(long? quiz, string? passed, DateOnly? from, DateOnly? to, long? before, CancellationToken ct)
    {
        (Quiz, Passed, From, To) = (quiz, passed is "yes" or "no" ? passed : null, from, to);
        Quizzes = await db.Rows<QuizChoice>("select id, title_zh, title_en from v_quiz order by slug", null, ct);
        var conditions = new List<string> { "a.state = 'finished'", PeopleScope.Sees("p.site_id", "p.department_id") };
        if (quiz is not null) conditions.Add("a.quiz_id = @quiz");
        if (Passed is not null) conditions.Add(Passed == "yes" ? "a.passed = true" : "a.passed = false");
        if (from is not null) conditions.Add("a.submitted_at >= @start");
        if (to is not null) conditions.Add("a.submitted_at < @end");
        if (before is not null) conditions.Add("a.id < @before");
        var rows = await db.Rows<Row>(
            $"""
            select a.id, p.name, p.site_name, v.title_zh, v.title_en, a.number, a.submitted_at, a.mark, a.max_mark, a.passed
            from quizzes_attempt a join v_people_person p on p.id = a.person_id join quizzes_quiz_version v on v.id = a.quiz_version_id
            where {string.Join(" and ", conditions)}
            order by a.id desc limit @limit
            """,
            new { viewer = Me.Id, permission = QuizzesPermissions.Results, quiz, start = Midnight(from), end = Midnight(to?.AddDays(1)), before, limit = PageSize + 1 }, ct);
        Rows = [.. rows.Take(PageSize)];
        if (rows.Count > PageSize) NextUrl = $"/studio/results?quiz={quiz}&passed={Passed}&from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}&before={Rows[^1].Id}";
    }

    private DateTimeOffset? Midnight(DateOnly? day)
    {
        if (day is null) return null;
        var local = day.Value.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
