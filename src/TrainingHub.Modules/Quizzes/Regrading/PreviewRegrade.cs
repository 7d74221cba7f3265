using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Attempts;

namespace TrainingHub.Modules.Quizzes.Regrading;

/// <summary>What becomes of one attempt.</summary>
internal sealed record ChangedAttempt(long AttemptId, long MarkBefore, long MaxBefore, bool PassedBefore, long MarkAfter, long MaxAfter, bool PassedAfter)
{
    public bool Changes => (MarkBefore, MaxBefore, PassedBefore) != (MarkAfter, MaxAfter, PassedAfter);

    public bool NewlyPasses => !PassedBefore && PassedAfter;

    public bool NewlyFails => PassedBefore && !PassedAfter;
}

/// <param name="Graded">Attempts with the question that have their marks.</param>
/// <param name="Waiting">Attempts with it that are under way or wait for a trainer: they are marked so when their turn comes.</param>
/// <param name="Shown">Those that change: who newly fails first, then who newly passes, then the others, up to a bound.</param>
internal sealed record RegradePreview(int Graded, int Waiting, int Changing, int NewlyPass, int NewlyFail, bool LeavesNothing, IReadOnlyList<ChangedAttempt> Shown);

/// <summary>Works out what a regrade would do, by the same rules and without writing.</summary>
internal sealed class PreviewRegrade(Db db, WorkOutMarks workOut)
{
    public const int MostShown = 200;
    private const int AtOnce = 200;

    private sealed record Attempt(long Id, bool IsGraded, long? Mark, long MaxMark, bool? Passed);

    public async Task<RegradePreview> Of(RegradePlan plan, CancellationToken ct)
    {
        var (graded, waiting, leavesNothing, changing) = (0, 0, false, new List<ChangedAttempt>());
        var versions = plan.Versions.ToArray();
        for (var after = 0L; ;)
        {
            var attempts = await db.Rows<Attempt>(
                $"""
                select a.id, case when a.graded_at is null then false else true end as is_graded, a.mark, a.max_mark, a.passed from quizzes_attempt a
                where a.id in (select s.attempt_id from quizzes_slot s join quizzes_attempt o on o.id = s.attempt_id and o.is_practice = false where {db.Dialect.In("s.question_version_id", "versions")} and s.attempt_id > @after order by s.attempt_id limit @AtOnce) order by a.id
                """, new { after, versions, AtOnce }, ct);
            if (attempts.Count == 0) break;
            after = attempts[^1].Id;
            var marks = await workOut.Of([.. attempts.Select(a => a.Id)], plan.Change, ct);
            leavesNothing |= marks.Values.Any(m => m.MaxMark == 0);
            waiting += attempts.Count(a => !a.IsGraded);
            foreach (var a in attempts.Where(a => a.IsGraded))
            {
                graded++;
                var now = marks[a.Id];
                var change = new ChangedAttempt(a.Id, a.Mark ?? 0, a.MaxMark, a.Passed == true, now.Mark, now.MaxMark, now.Passed);
                if (change.Changes) changing.Add(change);
            }
        }
        return new RegradePreview(graded, waiting, changing.Count, changing.Count(c => c.NewlyPasses), changing.Count(c => c.NewlyFails), leavesNothing,
            [.. changing.OrderBy(c => c.NewlyFails ? 0 : c.NewlyPasses ? 1 : 2).ThenBy(c => c.AttemptId).Take(MostShown)]);
    }
}
