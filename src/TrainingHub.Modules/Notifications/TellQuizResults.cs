using TrainingHub.Modules.Notifications.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Notifications;

/// <summary>Tells each manager what came of a scheduled quiz among their own people: once, however often this is tried.</summary>
internal sealed class TellQuizResults(Db db, IScheduleResults results, INotices notices) : IConsumer<ScheduleReported>
{
    public async Task Handle(ScheduleReported e, WorkItem item, CancellationToken ct)
    {
        foreach (var reader in await results.Readers(e.ScheduleId, ct))
        {
            await using var tx = await db.Begin(ct);
            if (await results.Of(e.ScheduleId, reader, ct) is { } figures)
                await notices.Send(reader, "quiz-results", $"quiz-results:schedule:{e.ScheduleId}:person:{reader}", $"schedule:{e.ScheduleId}", Values(figures), ct);
            await tx.Commit(ct);
        }
    }

    private static Dictionary<string, object> Values(ScheduleFigures figures)
    {
        var lines = new List<Phrase> { new("Took part: {0} of {1}", figures.Took, figures.Asked), new("Passed: {0}", figures.Passed) };
        if (figures.MeanPercent is { } mean) lines.Add(new Phrase("Mean mark: {0}%", mean));
        if (figures.Waiting > 0) lines.Add(new Phrase("Still to be marked by a trainer: {0}", figures.Waiting));
        List<Phrase> hardest = [.. figures.Hardest.Select(h => new Phrase("{0} ({1}% of the marks)", h.Stem, h.Percent))];
        return new Dictionary<string, object>
        {
            ["title"] = figures.Title, ["opened"] = figures.OpenedAt, ["figures"] = lines,
            ["hardest"] = hardest.Count > 0 ? hardest : [new Phrase(figures.Took == 0 ? "Nobody of your people took part." : "Nothing was answered wrong.")],
            ["page"] = figures.SeriesId is { } series ? $"studio/results/series/{series}" : "studio/results",
        };
    }
}
