using System.Text.Json;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Kinds;
using TrainingHub.Modules.Quizzes.Settings;

namespace TrainingHub.Modules.Quizzes.Attempts;

/// <summary>A change of marks that is only being thought of.</summary>
/// <param name="Versions">Of which the answers are marked anew.</param>
/// <param name="KeyVersionId">By whose key; null: as they are void.</param>
/// <param name="Void">removed or full; null: not void.</param>
internal sealed record MarkingChange(IReadOnlyList<long> Versions, long? KeyVersionId, string? Void);

/// <summary>
/// Marks attempts without writing anything, so that a preview says exactly what grading then does. An answer is marked by the version that was asked,
/// or by the one whose key a regrade put in its place; a mark that a person gave stands.
/// </summary>
internal sealed class WorkOutMarks(Db db)
{
    public const string Removed = "removed";
    public const string Full = "full";

    /// <summary>
    /// An attempt that had its marks when the question was voided keeps them until the regrade comes to it: so that each regrade, and whatever else happens
    /// to the attempt meanwhile, finds and writes down its own change alone. A regrade that voids has one version.
    /// </summary>
    private const string VoidMode =
        """
        case when p.void_mode is not null and a.mark is not null and exists (
            select 1 from quizzes_regrade r where r.question_id = p.question_id and r.finished_at is null and r.key_version_id is null and r.versions = '[' || p.id || ']' and r.after_attempt < a.id)
        then null else p.void_mode end
        """;

    private sealed record Row(long AttemptId, string Settings, int Slot, long VersionId, string? Void, long MarkedBy, string? Answer, int? Certainty, bool IsGiven, long? Mark);

    private sealed record Version(long Id, string Kind, bool MustPass, long MaxMark, string Body);

    /// <summary>A version as it marks: they never change, so they are read once.</summary>
    private sealed record Key(IQuestionKind Kind, bool MustPass, long MaxMark, JsonElement Content);

    private sealed record Try(long AttemptId, int Slot, string Answer);

    private readonly Dictionary<long, Key> keys = [];

    public async Task<AttemptMarks> Of(long attemptId, CancellationToken ct) => (await Of([attemptId], null, ct))[attemptId];

    public async Task<IReadOnlyDictionary<long, AttemptMarks>> Of(IReadOnlyList<long> attemptIds, MarkingChange? change, CancellationToken ct)
    {
        var ids = attemptIds.ToArray();
        var rows = await db.Rows<Row>(
            $"""
            select s.attempt_id, q.settings, s.slot, s.question_version_id as version_id, {VoidMode} as void, {MarkingVersion.Id} as marked_by, n.answer, n.certainty, case when s.marking_id is null then false else true end as is_given, s.mark
            from quizzes_slot s join quizzes_attempt a on a.id = s.attempt_id join quizzes_quiz_version q on q.id = a.quiz_version_id
            join quizzes_question_version p on p.id = s.question_version_id left join quizzes_answer n on n.id = s.answer_id
            where {db.Dialect.In("s.attempt_id", "ids")} order by s.attempt_id, s.slot
            """, new { ids }, ct);
        if (change is not null) rows = [.. rows.Select(r => Imagine(r, change))];
        await LoadKeys(rows.Select(r => r.MarkedBy), ct);
        var tries = rows.Any(r => QuizSettings.From(r.Settings).Behaviour == "retry") ? await Tries(ids, ct) : null;
        return rows.GroupBy(r => r.AttemptId).ToDictionary(g => g.Key, g =>
        {
            var settings = QuizSettings.From(g.First().Settings);
            return AttemptMarks.Of(settings, [.. g.Select(r => One(r, settings, tries?[(r.AttemptId, r.Slot)]))]);
        });
    }

    private static Row Imagine(Row row, MarkingChange change) =>
        !change.Versions.Contains(row.VersionId) ? row
        : change.KeyVersionId is not { } key ? row with { Void = change.Void }
        : row.IsGiven ? row
        : row with { MarkedBy = key };

    private async Task LoadKeys(IEnumerable<long> versions, CancellationToken ct)
    {
        var missing = versions.Distinct().Where(v => !keys.ContainsKey(v)).ToArray();
        if (missing.Length == 0) return;
        foreach (var v in await db.Rows<Version>($"select id, kind, must_pass, max_mark, body from quizzes_question_version where {db.Dialect.In("id", "missing")}", new { missing }, ct))
            keys[v.Id] = new Key(QuestionKinds.Find(v.Kind), v.MustPass, v.MaxMark, QuestionBody.From(v.Body).Content);
    }

    /// <summary>The answers that were checked before the one that stands, by which retrying costs.</summary>
    private async Task<ILookup<(long, int), string>> Tries(long[] ids, CancellationToken ct) => (await db.Rows<Try>(
        $"""
        select c.attempt_id, c.slot, n.answer from quizzes_check c join quizzes_answer n on n.id = c.answer_id join quizzes_slot s on s.attempt_id = c.attempt_id and s.slot = c.slot
        where {db.Dialect.In("c.attempt_id", "ids")} and c.answer_id <> s.answer_id order by c.id
        """, new { ids }, ct)).ToLookup(t => (t.AttemptId, t.Slot), t => t.Answer);

    private SlotMark One(Row row, QuizSettings settings, IEnumerable<string>? tries)
    {
        var (kind, mustPass, maxMark, content) = keys[row.MarkedBy];
        if (row.Void == Removed) return new SlotMark(row.Slot, mustPass, maxMark, row.Mark, null, null, 0, Counts: false);
        JsonElement? answer = row.Answer is null ? null : JsonSerializer.Deserialize<JsonElement>(row.Answer);
        var isFull = row.Void == Full;
        var own = isFull ? maxMark : row.IsGiven ? row.Mark : kind.Grade(content, answer, maxMark);
        var wrong = isFull || row.IsGiven || tries is null ? 0 : tries.Count(t => kind.Grade(content, JsonSerializer.Deserialize<JsonElement>(t), maxMark) < maxMark);
        var certain = Marks.ByCertainty(own ?? 0, maxMark, answer is { } given && kind.IsAnswered(given), row.Certainty);
        return new SlotMark(row.Slot, mustPass, maxMark, row.Mark, own, Marks.Of(settings, own, maxMark, wrong), certain, Counts: true);
    }
}
