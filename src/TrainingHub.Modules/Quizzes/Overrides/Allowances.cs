using System.Text.Json;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Attempts;
using TrainingHub.Modules.Quizzes.Exams;
using TrainingHub.Modules.Quizzes.Settings;

namespace TrainingHub.Modules.Quizzes.Overrides;

/// <summary>What a person was granted at a quiz, and the rules that follow.</summary>
internal sealed class Allowances(Db db, IAudiences audiences, IPersonDirectory people, HubSettings hub)
{
    private sealed record Row(long? PersonId, string? Audience, int? ExtraMinutes, int? ExtraAttempts, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt)
    {
        public Allowance Allowance => new(ExtraMinutes, ExtraAttempts, OpensAt, ClosesAt);
    }

    private sealed record Open(DateTimeOffset? Running, DateTimeOffset? Paused);

    public async Task<AttemptRules> RulesOf(long personId, long quizId, QuizSettings settings, Window? schedule, CancellationToken ct) =>
        new(settings, await Of(personId, quizId, ct), schedule, hub.TimeZone);

    /// <summary>When nobody can answer the quiz any more, whatever was granted; null where it stays open.</summary>
    /// <param name="settings">The pinned version's and, where there is one, the current version's.</param>
    /// <param name="scheduleId">The scheduled quiz, which closes by itself; null: the quiz at any time.</param>
    public async Task<DateTimeOffset?> ClosedForAll(long quizId, IReadOnlyList<QuizSettings> settings, long? scheduleId, DateTimeOffset? scheduleCloses, CancellationToken ct)
    {
        var closes = scheduleCloses ?? (settings.All(s => s.Closes is not null) ? settings.Max(s => AttemptRules.Instant(s.Closes, hub.TimeZone)) : null);
        if (closes is null) return null;
        var granted = await db.Rows<Row>("select person_id, audience, extra_minutes, extra_attempts, opens_at, closes_at from quizzes_override where quiz_id = @quizId and ended_at is null", new { quizId }, ct);
        var own = scheduleCloses is null ? granted.Max(g => g.ClosesAt) : null;
        var latest = own > closes ? own.Value : closes.Value;
        var extra = granted.Max(g => g.ExtraMinutes) ?? 0;
        var beyond = settings.Where(s => s.LateStart == "extend").Select(s => s.TimeLimit).DefaultIfEmpty(0).Max();
        var closed = latest.AddMinutes(extra + beyond);
        // Pauses, added time and what was granted and taken back since carry single attempts beyond that; as long as one is open, the key stays with the hub.
        var open = (await db.Row<Open>(
            """
            select max(coalesce(grace_until, deadline_at)) filter (where paused_at is null) as running, max(coalesce(grace_until, deadline_at)) filter (where paused_at is not null) as paused
            from quizzes_attempt where quiz_id = @quizId and coalesce(schedule_id, 0) = @schedule and submitted_at is null and state in ('in-progress', 'overdue')
            """, new { quizId, schedule = scheduleId ?? 0 }, ct))!;
        return new[] { closed, open.Running, open.Paused + EndForgotten.LongestPause }.Max();
    }

    /// <summary>Whoever grants a group something gets nothing of it.</summary>
    private async Task<Allowance> Of(long personId, long quizId, CancellationToken ct)
    {
        var rows = await db.Rows<Row>(
            "select person_id, audience, extra_minutes, extra_attempts, opens_at, closes_at from quizzes_override where quiz_id = @quizId and ended_at is null and (person_id = @personId or (person_id is null and created_by <> @personId))", new { quizId, personId }, ct);
        if (rows.Count == 0) return Allowance.None;
        var today = await people.Today(personId, ct);
        var groups = new List<Allowance>();
        foreach (var row in rows.Where(r => r.PersonId is null))
            if (await audiences.Includes(JsonSerializer.Deserialize<Audience>(row.Audience!, Json.Plain)!, personId, today, ct)) groups.Add(row.Allowance);
        return Allowance.Of(rows.Find(r => r.PersonId is not null)?.Allowance, groups);
    }
}
