using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Overrides;
using TrainingHub.Modules.Quizzes.Practising;
using TrainingHub.Modules.Quizzes.Settings;

namespace TrainingHub.Modules.Quizzes.Attempts;

/// <summary>What the learner may see of an own attempt now, by the review matrix it began with. Pages and API both ask here before they show anything.</summary>
internal sealed class Reveals(Db db, Allowances allowances, AskedNow asked, TimeProvider clock)
{
    private const ReviewAspects Key = ReviewAspects.Correctness | ReviewAspects.Feedback | ReviewAspects.RightAnswer;

    private sealed record Row(long PersonId, bool IsPractice, long QuizId, string State, DateTimeOffset? SubmittedAt, string Pinned, string? Current, long? ScheduleId, DateTimeOffset? ScheduleCloses, string? ScheduleState);

    /// <param name="ClosedAt">When the quiz has closed for everybody; null where it stays open.</param>
    internal sealed record Shown(ReviewAspects Aspects, ReviewPhase Phase, DateTimeOffset? ClosedAt)
    {
        public bool Has(ReviewAspects aspect) => Aspects.HasFlag(aspect);

        /// <summary>
        /// Whether an answer can be checked before submitting. With retry a right answer stands and a wrong one can be changed, so a check alone tells which it is;
        /// with immediate feedback every checked answer stands, and the check shows what may be shown.
        /// </summary>
        public bool OffersChecks(QuizSettings rules) => rules.Checks && (Has(ReviewAspects.Correctness) || (rules.Behaviour == "immediate" && (Aspects & (ReviewAspects.Feedback | ReviewAspects.RightAnswer)) != 0));
    }

    public async Task<Shown> Of(long attemptId, CancellationToken ct)
    {
        var row = (await db.Row<Row>(
            """
            select a.person_id, a.is_practice, a.quiz_id, a.state, a.submitted_at, v.settings as pinned, q.settings as current, a.schedule_id, s.closes_at as schedule_closes, s.state as schedule_state
            from quizzes_attempt a join quizzes_quiz_version v on v.id = a.quiz_version_id
            left join v_quiz q on q.id = a.quiz_id left join quizzes_schedule s on s.id = a.schedule_id
            where a.id = @attemptId
            """, new { attemptId }, ct))!;
        var pinned = QuizSettings.From(row.Pinned);
        // The closing time may have been put off since, and the key must not come out while others still answer.
        var both = row.Current is null || row.Current == row.Pinned ? [pinned] : new[] { pinned, QuizSettings.From(row.Current) };
        var isCalledOff = row.ScheduleState == "cancelled";
        var closed = isCalledOff ? null : await allowances.ClosedForAll(row.QuizId, both, row.ScheduleId, row.ScheduleCloses, ct);
        var now = clock.GetUtcNow();
        var phase = PhaseOf(row.State, row.SubmittedAt, closed, now);
        var aspects = pinned.Shows.In(isCalledOff && phase != ReviewPhase.During ? ReviewPhase.AfterClose : phase);
        // The others of a scheduled quiz may be sitting next to this learner.
        if (row.ScheduleCloses is not null && !isCalledOff && now < closed) aspects &= ~Key;
        // A set of practice that was begun before a quiz opened.
        if (row.IsPractice && await IsAsked(attemptId, row.PersonId, ct)) aspects &= ~Key;
        return new Shown(aspects, phase, closed);
    }

    private async Task<bool> IsAsked(long attemptId, long personId, CancellationToken ct)
    {
        var open = await asked.Of(personId, ct);
        return open.Count > 0 && open.Overlaps(await db.Rows<long>(
            "select v.question_id from quizzes_slot s join quizzes_question_version v on v.id = s.question_version_id where s.attempt_id = @attemptId", new { attemptId }, ct));
    }

    internal static ReviewPhase PhaseOf(string state, DateTimeOffset? submittedAt, DateTimeOffset? closed, DateTimeOffset now) =>
        state is "in-progress" or "overdue" ? ReviewPhase.During
        : now >= closed ? ReviewPhase.AfterClose
        : submittedAt is { } at && now < at + ReviewMatrix.JustAfterLasts ? ReviewPhase.JustAfter
        : ReviewPhase.Later;
}
