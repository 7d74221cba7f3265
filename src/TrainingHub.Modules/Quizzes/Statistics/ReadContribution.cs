using System.Text.Json;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Attempts;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Statistics;

/// <summary>Works out what an attempt adds, from its marks and answers as they are now.</summary>
internal sealed class ReadContribution(Db db)
{
    private const int LongestResponse = 200;

    private sealed record Attempt(long QuizId, long PersonId, int Number, string Language, DateTimeOffset StartedAt, long? Mark, long MaxMark, bool Passed, bool IsGraded);

    private sealed record Place(long SiteId, long? DepartmentId);

    private sealed record Slot(int Number, long VersionId, string Kind, string Body, long Mark, long MaxMark, string? Answer);

    /// <summary>Null where it isn't graded, is a set of practice, or gone. Its row stays locked, so that nobody marks it anew in between. A void question adds nothing.</summary>
    public async Task<Contribution?> Of(long attemptId, CancellationToken ct)
    {
        var attempt = await db.Row<Attempt>(
            $"""
            select quiz_id, person_id, number, language, started_at, mark, max_mark, coalesce(passed, false) as passed, case when graded_at is null then false else true end as is_graded
            from quizzes_attempt where id = @attemptId and is_practice = false {db.Dialect.ForUpdate}
            """, new { attemptId }, ct);
        if (attempt is not { IsGraded: true }) return null;
        // Where it was counted first, there it stays.
        var counted = await db.Scalar<string>("select contribution from quizzes_counted where attempt_id = @attemptId", new { attemptId }, ct) is { } json ? Contribution.From(json) : null;
        var place = counted is not null ? new Place(counted.SiteId, counted.DepartmentId)
            : await db.Row<Place>("select site_id, department_id from v_people_person where id = @PersonId", new { attempt.PersonId }, ct) ?? new Place(0, null);
        var slots = await db.Rows<Slot>(
            $"""
            select s.slot as number, s.question_version_id as version_id, v.kind, v.body, s.mark, v.max_mark, n.answer
            from quizzes_slot s join quizzes_question_version p on p.id = s.question_version_id join quizzes_question_version v on v.id = {MarkingVersion.Id}
            left join quizzes_answer n on n.id = s.answer_id
            where s.attempt_id = @attemptId and s.mark is not null and p.voided_at is null order by s.slot
            """, new { attemptId }, ct);
        var times = await AttemptTimes.Of(db, attemptId, attempt.StartedAt, ct);
        var (mark, maxMark) = (slots.Sum(s => s.Mark), slots.Sum(s => s.MaxMark));
        return new Contribution(attempt.QuizId, place.SiteId, place.DepartmentId ?? 0, attempt.Language, attempt.Number == 1, attempt.Passed, Contribution.ShareOf(attempt.Mark ?? 0, attempt.MaxMark),
            [.. slots.Select(s => Item(s, mark, maxMark, times))]);
    }

    private static ItemContribution Item(Slot slot, long mark, long maxMark, IReadOnlyDictionary<int, int> times)
    {
        var kind = QuestionKinds.Find(slot.Kind);
        JsonElement? answer = slot.Answer is null ? null : JsonSerializer.Deserialize<JsonElement>(slot.Answer);
        var isAnswered = answer is { } given && kind.IsAnswered(given);
        string[] responses = isAnswered ? [.. kind.Tally(QuestionBody.From(slot.Body).Content, answer!.Value).Select(r => r.Length > LongestResponse ? r[..LongestResponse] : r).Distinct()] : [];
        long? rest = maxMark > slot.MaxMark ? Contribution.ShareOf(mark - slot.Mark, maxMark - slot.MaxMark) : null;
        return new ItemContribution(slot.VersionId, slot.Mark, slot.MaxMark, rest, !isAnswered, isAnswered && times.TryGetValue(slot.Number, out var seconds) ? seconds : null, responses);
    }
}
