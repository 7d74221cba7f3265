using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Settings;

namespace TrainingHub.Modules.Quizzes.Statistics;

/// <summary>
/// Opens a note for each question whose first attempts look poor. Once for a version: what somebody answered is not asked again, unless a new version
/// of the question does no better.
/// </summary>
internal sealed class OpenReviewNotesJob(Db db, Localizer texts, TimeProvider clock) : IJob
{
    private sealed record Quiz(long Id, string Settings);

    public async Task Run(JobRun run, CancellationToken ct)
    {
        foreach (var quiz in await db.Rows<Quiz>("select id, settings from v_quiz order by id", null, ct))
        {
            var isMastery = ItemVerdicts.IsMastery(QuizSettings.From(quiz.Settings));
            foreach (var item in await QuizItem.Load(db, quiz.Id, null, firstOnly: true, texts, ct))
            {
                var (version, figures) = (item.Latest, item.Latest.Figures);
                var verdict = version.IsVoided ? ItemVerdict.Fine : ItemVerdicts.Of(figures, isMastery);
                if (verdict != ItemVerdict.Fine && await Open(quiz.Id, version.VersionId, verdict, figures, ct)) run.Count("opened");
            }
        }
    }

    private async Task<bool> Open(long quizId, long versionId, ItemVerdict verdict, ItemFigures figures, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var opened = await db.Execute(
            """
            insert into quizzes_review_note(quiz_id, question_version_id, verdict, attempts, facility, discrimination, opened_at)
            values (@quizId, @versionId, @Verdict, @Attempts, @Facility, @Discrimination, @now) on conflict (quiz_id, question_version_id) do nothing
            """,
            new { quizId, versionId, Verdict = ItemVerdicts.Key(verdict), figures.Attempts, Facility = PerMille(figures.Facility) ?? 0, Discrimination = PerMille(figures.Discrimination), now = clock.GetUtcNow() }, ct);
        await tx.Commit(ct);
        return opened > 0;
    }

    private static int? PerMille(double? value) => value is { } v ? (int)Math.Round(v * 1000) : null;
}
