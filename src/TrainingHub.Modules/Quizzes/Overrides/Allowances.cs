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

    private sealed record Open(DateTimeOffset? EndsAt, DateTimeOffset? PausedAt);

    public async Task<AttemptRules> RulesOf(long personId, long quizId, QuizSettings settings, Window? schedule, CancellationToken ct) =>
        new(settings, await Of(personId, quizId, ct), schedule, hub.TimeZone);

    /// <summary>When nobody can answer the quiz any more, whatever was granted; null where it stays open.</summary>
    /// <param name="settings">The pinned version's and, where there is one, the current version's.</param>
    public async Task<DateTimeOffset?> ClosedForAll(long quizId, IReadOnlyList<QuizSettings> settings, DateTimeOffset? scheduleCloses, CancellationToken ct)
    {
        var closes = scheduleCloses ?? (settings.All(s => s.Closes is not null) ? settings.Max(s => AttemptRules.Instant(s.Closes, hub.TimeZone)) : null);
        if (closes is null) return null;
        var granted = await db.Rows<Row>("select person_id, audience, extra_minutes, extra_attempts, opens_at, closes_at from quizzes_override where quiz_id = @quizId and ended_at is null", new { quizId }, ct);
        var own = scheduleCloses is null ? granted.Max(g => g.ClosesAt) : null;
        var latest = own > closes ? own.Value : closes.Value;
        var extra = granted.Max(g => g.ExtraMinutes) ?? 0;
        var beyond = settings.Where(s => s.LateStart == "extend").Select(s => s.TimeLimit).DefaultIfEmpty(0).Max();
        var closed = latest.AddMinutes(extra + beyond);
        // Pauses and added time carry single attempts beyond that; as long as one is open, the key stays with the hub.
        var open = await db.Rows<Open>("select coalesce(grace_until, deadline_at) as ends_at, paused_at from quizzes_attempt where quiz_id = @quizId and exam is not null and state in ('in-progress', 'overdue')", new { quizId }, ct);
        var last = open.Max(o => o.PausedAt is null ? o.EndsAt : o.EndsAt + EndForgotten.LongestPause);
        return last > closed ? last : closed;
    }

    private async Task<Allowance> Of(long personId, long quizId, CancellationToken ct)
    {
        var rows = await db.Rows<Row>(
            "select person_id, audience, extra_minutes, extra_attempts, opens_at, closes_at from quizzes_override where quiz_id = @quizId and ended_at is null and (person_id is null or person_id = @personId)", new { quizId, personId }, ct);
        if (rows.Count == 0) return Allowance.None;
        var today = await people.Today(personId, ct);
        var groups = new List<Allowance>();
        foreach (var row in rows.Where(r => r.PersonId is null))
            if (await audiences.Includes(JsonSerializer.Deserialize<Audience>(row.Audience!, Json.Plain)!, personId, today, ct)) groups.Add(row.Allowance);
        return Allowance.Of(rows.Find(r => r.PersonId is not null)?.Allowance, groups);
    }
}
