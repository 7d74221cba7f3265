using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Health;

namespace TrainingHub.Modules.Quizzes.Exams;

/// <summary>
/// Notices what another process did to an exam that somebody here watches: one query for each watched quiz every few seconds, however many watch it,
/// and none while nobody does.
/// </summary>
internal sealed partial class ExamWatcher(IServiceScopeFactory scopes, ExamWatch watch, TimeProvider clock, ILogger<ExamWatcher> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private sealed record Mark(int Attempts, long Answers, long Interventions, DateTimeOffset? Seen, string? States);

    private readonly ConcurrentDictionary<long, Mark> marks = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Look(stoppingToken);
            }
            catch (Exception e) when (Outage.Of(e) is not null)
            {
                Away(log, e.Message);
            }
        }
    }

    /// <summary>Looks once.</summary>
    public async Task Look(CancellationToken ct)
    {
        var watched = watch.Watched;
        foreach (var gone in marks.Keys.Except(watched).ToList()) marks.TryRemove(gone, out _);
        if (watched.Count == 0) return;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        foreach (var quizId in watched)
        {
            var now = (await db.Row<Mark>(
                """
                select count(*) as attempts, coalesce(max((select max(n.id) from quizzes_answer n where n.attempt_id = a.id)), 0) as answers,
                       coalesce(max((select max(i.id) from quizzes_exam_intervention i where i.attempt_id = a.id)), 0) as interventions, max(e.seen_at) as seen, min(a.state) || max(a.state) as states
                from quizzes_attempt a left join quizzes_exam_presence e on e.attempt_id = a.id
                where a.quiz_id = @quizId and a.exam is not null and a.started_at > @since
                """, new { quizId, since = clock.GetUtcNow().AddDays(-1) }, ct))!;
            if (marks.TryGetValue(quizId, out var before) && before != now) watch.Changed(quizId);
            marks[quizId] = now;
        }
    }

    [LoggerMessage(3003, LogLevel.Warning, "The exams that are watched can't be looked at: {Reason}")]
    private static partial void Away(ILogger logger, string reason);
}
