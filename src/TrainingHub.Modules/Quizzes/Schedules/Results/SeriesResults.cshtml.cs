using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Quizzes.Schedules.Results;

/// <summary>/studio/results/series/{id}: how a scheduled quiz went time by time, of the people the reader looks after.</summary>
[Requires(QuizzesPermissions.Results)]
internal sealed class SeriesResultsModel(Db db, SeriesFigures figures, ScheduleResults results, ReadSeries read, HubSettings settings) : HubPage
{
    public long Id { get; private set; }
    public string Heading { get; private set; } = "";
    public long QuizId { get; private set; }

    /// <summary>The latest first.</summary>
    public IReadOnlyList<OccurrenceFigures> Rows { get; private set; } = [];
    public SeriesPlot Plot { get; private set; } = null!;

    /// <summary>Of the latest time that has closed.</summary>
    public IReadOnlyList<HardQuestion> Hardest { get; private set; } = [];
    public TimeZoneInfo Zone => settings.TimeZone;

    private sealed record Head(string Title, long QuizId);

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct)
    {
        if (await db.Row<Head>($"select {Schedules.Series.TitleIn(T)} as title, s.quiz_id from quizzes_series s where s.id = @id", new { id }, ct) is not { } head) return NotFound();
        var rows = await figures.OfSeries(id, Me.Id, QuizzesPermissions.Results, ct);
        // Where nobody of one's own was asked, it is not there; only its planner may look at an empty page.
        if (rows.Count == 0 && await read.Find(id, ct) is null) return NotFound();
        (Id, Heading, QuizId) = (id, head.Title, head.QuizId);
        Rows = [.. rows.AsEnumerable().Reverse()];
        Plot = new SeriesPlot([.. rows.TakeLast(SeriesPlot.Most)], Zone);
        if (Rows.FirstOrDefault(r => r.State == "closed") is { } last) Hardest = await results.Hardest(last.Id, Me.Id, QuizzesPermissions.Results, ct);
        return Page();
    }
}
