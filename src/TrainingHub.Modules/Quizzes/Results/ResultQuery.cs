using System.Globalization;
using Microsoft.AspNetCore.Http;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Quizzes.Results;

/// <summary>Which submitted attempts are asked for.</summary>
/// <param name="Passed">yes or no; null: all.</param>
internal sealed record ResultFilter(long? Quiz = null, string? Passed = null, DateOnly? From = null, DateOnly? To = null, long? Person = null)
{
    public static ResultFilter Of(IQueryCollection query) => new(
        long.TryParse(query["quiz"], NumberStyles.None, CultureInfo.InvariantCulture, out var quiz) ? quiz : null, (string?)query["passed"] is "yes" or "no" ? (string?)query["passed"] : null, Day(query["from"]), Day(query["to"]));

    /// <summary>The part of an address after the question mark.</summary>
    public string Query => $"quiz={Quiz}&passed={Passed}&from={From:yyyy-MM-dd}&to={To:yyyy-MM-dd}";

    private static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}

internal sealed record ResultRow(long Id, string? EmployeeNumber, string Name, string SiteName, string TitleZh, string TitleEn, int Number, string Language, DateTimeOffset StartedAt, DateTimeOffset SubmittedAt,
    long? Mark, long MaxMark, bool? Passed);

/// <summary>Submitted attempts within the viewer's scope, the latest first: for the list, a person's page and the CSV.</summary>
internal sealed class ResultQuery(Db db, Actor actor, HubSettings settings)
{
    public Task<List<ResultRow>> Page(ResultFilter filter, long? before, int limit, CancellationToken ct) =>
        db.Rows<ResultRow>($"{Sql(filter, before)} limit @limit", Values(filter, before, limit), ct);

    public IAsyncEnumerable<ResultRow> Stream(ResultFilter filter, CancellationToken ct) => db.Stream<ResultRow>(Sql(filter, null), Values(filter, null, 0), ct);

    private static string Sql(ResultFilter filter, long? before)
    {
        var conditions = new List<string> { "a.state = 'finished'", "a.is_practice = false", PeopleScope.Sees("p.site_id", "p.department_id") };
        if (filter.Quiz is not null) conditions.Add("a.quiz_id = @Quiz");
        if (filter.Person is not null) conditions.Add("a.person_id = @Person");
        if (filter.Passed is not null) conditions.Add(filter.Passed == "yes" ? "a.passed = true" : "a.passed = false");
        if (filter.From is not null) conditions.Add("a.submitted_at >= @start");
        if (filter.To is not null) conditions.Add("a.submitted_at < @end");
        if (before is not null) conditions.Add("a.id < @before");
        return $"""
            select a.id, p.employee_number, p.name, p.site_name, v.title_zh, v.title_en, a.number, a.language, a.started_at, a.submitted_at, a.mark, a.max_mark, a.passed
            from quizzes_attempt a join v_people_person p on p.id = a.person_id join quizzes_quiz_version v on v.id = a.quiz_version_id
            where {string.Join(" and ", conditions)} order by a.id desc
            """;
    }

    private object Values(ResultFilter filter, long? before, int limit) => new
    {
        viewer = actor.Id, permission = QuizzesPermissions.Results, filter.Quiz, filter.Person, start = Midnight(filter.From), end = Midnight(filter.To?.AddDays(1)), before, limit,
    };

    private DateTimeOffset? Midnight(DateOnly? day) => day is null ? null : settings.TimeZone.StartOfDay(day.Value);
}
