using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Modules.Quizzes.Exams;

namespace TrainingHub.Modules.Quizzes.Attempts;

/// <summary>Does with every attempt whose time ran out what its settings say, each in a transaction of its own; and ends those that somebody forgot in a pause.</summary>
internal sealed class CloseOverdueJob(Db db, EndOverdue end, EndForgotten forgotten, GradeAttempt grade, TimeProvider clock) : IJob
{
    public async Task Run(JobRun run, CancellationToken ct)
    {
        foreach (var id in await db.Rows<long>("select id from quizzes_attempt where paused_at <= @since order by id", new { since = clock.GetUtcNow() - EndForgotten.LongestPause }, ct))
        {
            await run.One("Attempt", id, async () =>
            {
                if (!await forgotten.Handle(id, ct)) return;
                run.Count("forgotten in a pause");
                if (await grade.OrLater(id, ct)) run.Count("graded");
            });
        }
        foreach (var id in await Due(ct))
        {
            await run.One("Attempt", id, async () =>
            {
                var state = await end.Handle(id, ct);
                run.Count(state == "finished" ? "submitted" : state);
                if (await grade.OrLater(id, ct)) run.Count("graded");
            });
        }
    }

    /// <summary>All of them once: one that can't be ended is not met again before the next run.</summary>
    private Task<List<long>> Due(CancellationToken ct) => db.Rows<long>(
        """
        select id from quizzes_attempt
        where state in ('in-progress', 'overdue') and deadline_at <= @now and ((state = 'in-progress' and paused_at is null) or (state = 'overdue' and grace_until <= @now))
        order by deadline_at, id
        """, new { now = clock.GetUtcNow() }, ct);
}

/// <summary>Grades what was submitted but, because something failed or the process ended, not graded.</summary>
internal sealed class GradeJob(Db db, GradeAttempt grade) : IJob
{
    public async Task Run(JobRun run, CancellationToken ct)
    {
        var after = 0L;
        while (true)
        {
            var due = await db.Rows<long>("select id from quizzes_attempt where state = 'finished' and graded_at is null and marking_since is null and id > @after order by id limit 100", new { after }, ct);
            if (due.Count == 0) return;
            foreach (var id in due)
            {
                await run.One("Attempt", id, async () =>
                {
                    if (await grade.Handle(id, ct)) run.Count("graded");
                });
            }
            after = due[^1];
        }
    }
}
