using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Quizzes.Exams;

/// <summary>One thing that was done to an attempt while it was under way; InterventionList.cshtml shows them in its history.</summary>
/// <param name="Name">Null: the hub itself.</param>
internal sealed record InterventionLine(string Kind, long MovedMs, string Reason, string? Name, DateTimeOffset At)
{
    public TimeSpan Moved => TimeSpan.FromMilliseconds(MovedMs);

    public static Task<List<InterventionLine>> Of(Db db, long attemptId, CancellationToken ct) => db.Rows<InterventionLine>(
        "select i.kind, i.moved_ms, i.reason, p.name, i.at from quizzes_exam_intervention i left join v_people_person p on p.id = i.actor_id where i.attempt_id = @attemptId order by i.id", new { attemptId }, ct);
}
