using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Attempts;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Regrading;

/// <summary>Which answers are to be marked anew, and how.</summary>
/// <param name="Kind">key, void-removed or void-full</param>
/// <param name="Versions">Of which the answers change.</param>
internal sealed record RegradePlan(long QuestionId, string Kind, IReadOnlyList<long> Versions, long? KeyVersionId)
{
    public const string ByKey = "key";
    public const string VoidRemoved = "void-removed";
    public const string VoidFull = "void-full";

    public static readonly string[] Kinds = [ByKey, VoidRemoved, VoidFull];

    /// <summary>removed or full; null: not void.</summary>
    public string? Void => Kind switch { VoidRemoved => WorkOutMarks.Removed, VoidFull => WorkOutMarks.Full, _ => null };

    public MarkingChange Change => new(Versions, KeyVersionId, Void);
}

/// <summary>Finds out what a regrade of a question would be about.</summary>
internal sealed class PlanRegrade(Db db, Localizer texts, Entropy entropy)
{
    private sealed record Version(long Id, int Number, string Kind, string Body, bool IsVoided, bool WasAsked);

    /// <param name="versionId">The version that is to be void; null: the latest that was asked.</param>
    public async Task<Outcome<RegradePlan>> Of(long questionId, string kind, long? versionId, CancellationToken ct)
    {
        if (!RegradePlan.Kinds.Contains(kind)) return Problem.Because("Choose what is to happen with the question.");
        var versions = await db.Rows<Version>(
            """
            select v.id, v.number, v.kind, v.body, case when v.voided_at is null then false else true end as is_voided,
                   exists (select 1 from quizzes_slot s where s.question_version_id = v.id) as was_asked
            from quizzes_question_version v where v.question_id = @questionId order by v.number desc
            """, new { questionId }, ct);
        if (versions.Count == 0) return Problem.NotFound("There is no such question.");
        if (kind == RegradePlan.ByKey)
        {
            var current = versions[0];
            var asked = Face(current);
            var older = versions.Skip(1).Where(v => v.WasAsked && !v.IsVoided && Face(v) == asked).Select(v => v.Id).ToList();
            return older.Count > 0 ? new RegradePlan(questionId, kind, older, current.Id)
                : Problem.Because("No earlier version that was asked differs from the current one in key, marks or feedback alone. Correct the key and publish the course first.");
        }
        var chosen = versionId is null ? versions.Find(v => v.WasAsked && !v.IsVoided) : versions.Find(v => v.Id == versionId);
        if (chosen is null || !chosen.WasAsked) return Problem.Because("No version of this question was asked that could be voided.");
        return chosen.IsVoided ? Problem.Because("Version {0} is void already.", chosen.Number) : new RegradePlan(questionId, kind, [chosen.Id], null);
    }

    /// <summary>All that a learner sees of it, in both languages: where that is the same, only key, marks or feedback differ.</summary>
    private string Face(Version version)
    {
        var kind = QuestionKinds.Find(version.Kind);
        var body = QuestionBody.From(version.Body);
        var paper = new QuestionPaper(body.Content, [.. kind.Order(body.Content, shuffle: false, entropy.About("order for comparison")).Order(StringComparer.Ordinal)]);
        return JsonSerializer.Serialize(new
        {
            version.Kind, body.Stem, body.Picture, body.Alt, Chinese = Seen(kind.Show(paper, texts.For(Languages.Chinese))), English = Seen(kind.Show(paper, texts.For(Languages.English))),
        }, Json.Plain);
    }

    private static object Seen(ShownQuestion q) => new
    {
        Options = q.Options.Select(o => new { o.Id, o.Text, Area = $"{o.Area}" }), q.Most, q.Limit, Size = $"{q.Size}",
        Parts = q.Parts.Select(p => new { p.Id, p.Text, Kind = p.Kind?.Name, p.IsNumber, Inner = p.Question is null ? null : Seen(p.Question) }),
    };
}
