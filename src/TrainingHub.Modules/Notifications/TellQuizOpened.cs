using TrainingHub.Modules.Notifications.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Notifications;

/// <summary>Tells everybody in its audience that a scheduled quiz is open.</summary>
internal sealed class TellQuizOpened(Db db, INotices notices) : IConsumer<ScheduleOpened>
{
    private const int Chunk = 20;

    private sealed record Row(long PersonId, long QuizId, string TitleZh, string TitleEn, DateTimeOffset ClosesAt);

    public async Task Handle(ScheduleOpened e, WorkItem item, CancellationToken ct)
    {
        var after = 0L;
        while (true)
        {
            var rows = await db.Rows<Row>(
                "select person_id, quiz_id, title_zh, title_en, closes_at from v_quiz_schedule_person where schedule_id = @ScheduleId and state = 'open' and person_id > @after order by person_id limit @Chunk",
                new { e.ScheduleId, after, Chunk }, ct);
            if (rows.Count == 0) return;
            await using var tx = await db.Begin(ct);
            foreach (var row in rows)
                await notices.Send(row.PersonId, "quiz-open", $"quiz-open:schedule:{e.ScheduleId}:person:{row.PersonId}", $"schedule:{e.ScheduleId}",
                    new Dictionary<string, object> { ["title"] = new LocalText(row.TitleZh, row.TitleEn), ["closes"] = row.ClosesAt }, ct);
            await tx.Commit(ct);
            after = rows[^1].PersonId;
        }
    }
}
