using System.Text.Json;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Schedules;

/// <param name="Questions">Asked in one sitting; null: as many as the quiz asks.</param>
/// <param name="Attempts">Each time it comes round.</param>
internal sealed record SeriesPlan(long QuizId, string Title, Recurrence Recurrence, Audience Audience)
{
    /// <summary>Null: the title is read in both languages.</summary>
    public string? TitleEn { get; init; }
    public int? Questions { get; init; }
    public int Attempts { get; init; } = 1;

    public string TitleIn(Localizer t) => t.IsChinese ? Title : TitleEn ?? Title;
}

/// <summary>
/// Plans a quiz for an audience, once or again and again, and changes such a plan. A change is for what has not opened yet: what is open stays as it is,
/// and so does where an occurrence was moved to or left out.
/// </summary>
internal sealed class SaveSeries(Db db, IAudiences audiences, MakeOccurrences make, EnoughQuestions enough, Audit audit, Actor actor, HubSettings settings, TimeProvider clock)
{
    public Task<Outcome<long>> Handle(SeriesPlan plan, CancellationToken ct) => Add(plan, actor.Id, ct);

    /// <summary>For the hub itself, which asks whomever the plan names.</summary>
    public Task<Outcome<long>> HandleForHub(SeriesPlan plan, CancellationToken ct) => Add(plan, Series.Hub, ct);

    private async Task<Outcome<long>> Add(SeriesPlan plan, long plannedBy, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        if (await Fault(plan, ct) is { } fault) return fault;
        var now = clock.GetUtcNow();
        if (!plan.Recurrence.Occurrences(settings.TimeZone).Any(o => o.OpensAt >= now.AddMinutes(-1))) return Problem.Because("The opening time is in the past. Choose a later one.");
        var id = await db.Insert(
            """
            insert into quizzes_series(quiz_id, title, title_en, recurrence, questions, attempts, audience, state, in_force_from, revision, created_by, created_at)
            values (@QuizId, @Title, @TitleEn, @Recurrence, @Questions, @Attempts, @Audience, 'active', @from, 1, @plannedBy, @now) returning id
            """, Row(plan, null, plannedBy, now), ct);
        await make.Handle(id, ct);
        await audit.Write("quizzes.scheduled", $"series:{id}", plan, ct);
        await tx.Commit(ct);
        return id;
    }

    /// <param name="revision">Of the plan that was looked at.</param>
    public async Task<Problem?> Handle(long seriesId, int revision, SeriesPlan plan, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        if (await Series.Lock(db, actor, seriesId, ct) is not { } series) return Series.NotFound;
        if (series.State == "ended") return Problem.Conflict("This series has ended. Plan a new one.");
        if (series.Revision != revision) return Problem.Conflict("Somebody changed this series meanwhile. Load the page again and make your change there.");
        if (plan.QuizId != series.QuizId) return Problem.Because("The quiz of a series can't be changed, or its results could not be compared. End it and plan another.");
        if (await Rewrite(seriesId, plan, ct) is { } problem) return problem;
        await tx.Commit(ct);
        return null;
    }

    /// <summary>Gives a series another plan; the caller holds its lock and has asked whether it may be changed.</summary>
    public async Task<Problem?> Rewrite(long seriesId, SeriesPlan plan, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        if (await Fault(plan, ct) is { } fault) return fault;
        var now = clock.GetUtcNow();
        var row = Row(plan, seriesId, null, now);
        await db.Execute(
            """
            update quizzes_series set title = @Title, title_en = @TitleEn, recurrence = @Recurrence, questions = @Questions, attempts = @Attempts, audience = @Audience, in_force_from = @from, revision = revision + 1
            where id = @seriesId
            """, row, ct);
        await Series.DropPlanned(db, seriesId, onlyUnmoved: true, now, ct);
        await db.Execute("update quizzes_schedule set title = @Title, title_en = @TitleEn, questions = @Questions, attempts = @Attempts, audience = @Audience where series_id = @seriesId and state in ('planned', 'skipped') and opens_at > @now", row, ct);
        await make.Handle(seriesId, ct);
        await audit.Write("quizzes.schedule-changed", $"series:{seriesId}", plan, ct);
        await tx.Commit(ct);
        return null;
    }

    private static object Row(SeriesPlan plan, long? seriesId, long? plannedBy, DateTimeOffset now) => new
    {
        plan.QuizId, Title = plan.Title.Trim(), TitleEn = string.IsNullOrWhiteSpace(plan.TitleEn) ? null : plan.TitleEn.Trim(), Recurrence = JsonSerializer.Serialize(plan.Recurrence, Json.Plain), plan.Questions, plan.Attempts,
        // A form that was filled in within the minute it names still opens.
        Audience = JsonSerializer.Serialize(plan.Audience, Json.Plain), from = now.AddMinutes(-1), plannedBy, now, seriesId,
    };

    private async Task<Problem?> Fault(SeriesPlan plan, CancellationToken ct)
    {
        if (plan.Title.Trim().Length is 0 or > 200 || plan.TitleEn?.Trim().Length > 200) return Problem.Because("Give it a title of at most 200 characters.");
        if (plan.Attempts is < 1 or > 20) return Problem.Because("Allow 1 to 20 attempts each time.");
        if (plan.Audience.Fault() is { } wrong) return wrong;
        if (plan.Recurrence.Fault(settings.TimeZone) is { } fault) return fault;
        var unknown = await audiences.UnknownCodes(plan.Audience, ct);
        if (unknown.Count > 0) return Problem.Because("Nothing has the code {0}. Choose from the lists.", string.Join(", ", unknown));
        return await enough.Check(plan.QuizId, plan.Questions, ct);
    }
}
