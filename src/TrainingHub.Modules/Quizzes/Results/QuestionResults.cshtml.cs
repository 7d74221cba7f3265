using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Quizzes.Settings;
using TrainingHub.Modules.Quizzes.Kinds;
using TrainingHub.Modules.Quizzes.Statistics;

namespace TrainingHub.Modules.Quizzes.Results;

/// <summary>How often a response was given, against all who were asked.</summary>
internal sealed record Taken(string Text, bool IsRight, long Answers, int Percent);

/// <summary>/studio/results/quizzes/{quizId}/questions/{id}: one question's figures in one quiz, what was answered, and how that changed over its versions.</summary>
[Requires(QuizzesPermissions.Results)]
internal sealed class QuestionResultsModel(Db db, ResultScope scope) : HubPage
{
    private const int MostResponses = 20;

    internal sealed record Head(string QuizZh, string QuizEn, string Settings, string CourseSlug);

    private sealed record ResponseRow(string Name, long Answers);

    public Head Quiz { get; private set; } = null!;
    public long QuizId { get; private set; }
    public QuizItem Item { get; private set; } = null!;
    public bool FirstOnly { get; private set; }

    /// <summary>Null where too few people answered for this viewer to be shown them.</summary>
    public ItemFigures? Figures { get; private set; }
    public ItemVerdict Verdict { get; private set; }
    public IReadOnlyList<Taken> Responses { get; private set; } = [];
    public bool HidesFew { get; private set; }
    public bool MayRegrade => Me.Can(QuizzesPermissions.Regrade);

    public async Task<IActionResult> OnGetAsync(long quizId, long id, string? attempts, CancellationToken ct)
    {
        (QuizId, FirstOnly) = (quizId, attempts != "all");
        var quiz = await db.Row<Head>(
            """
            select v.title_zh as quiz_zh, v.title_en as quiz_en, v.settings, c.slug as course_slug
            from quizzes_quiz q join quizzes_quiz_version v on v.id = coalesce(q.current_version_id, (select max(l.id) from quizzes_quiz_version l where l.quiz_id = q.id)) join v_course c on c.id = q.course_id
            where q.id = @quizId
            """, new { quizId }, ct);
        if (quiz is null || await QuizItem.Load(db, quizId, id, FirstOnly, T, ct) is not [var item]) return NotFound();
        (Quiz, Item) = (quiz, item);
        HidesFew = !await scope.SeesEverybody(ct);
        if (IsHidden(item.Figures)) return Page();
        Figures = item.Figures;
        Verdict = ItemVerdicts.Of(Figures, ItemVerdicts.IsMastery(QuizSettings.From(quiz.Settings)));
        Responses = await LoadResponses(ct);
        return Page();
    }

    public bool IsHidden(ItemFigures figures) => HidesFew && figures.Attempts < ResultScope.LeastPeople;

    private async Task<IReadOnlyList<Taken>> LoadResponses(CancellationToken ct)
    {
        var rows = await db.Rows<ResponseRow>(
            $"""
            select response as name, cast(sum(answers) as bigint) as answers from quizzes_response_sum
            where quiz_id = @QuizId and {db.Dialect.In("question_version_id", "versions")} {(FirstOnly ? "and is_first = true" : "")}
            group by response order by 2 desc, response
            """, new { QuizId, versions = Item.Alike.Select(v => v.VersionId).ToArray() }, ct);
        var given = rows.ToDictionary(r => r.Name, r => r.Answers, StringComparer.Ordinal);
        var classes = QuestionKinds.Find(Item.Latest.Kind).Classes(Item.Latest.Body.Content, T);
        var known = classes.Select(c => One(c.Text, c.IsRight, given.Remove(c.Key, out var n) ? n : 0)).Where(r => r.IsRight || r.Answers > 0 || classes.Count <= MostResponses).ToList();
        // What people typed has no end; what hardly anybody typed says little.
        return [.. known, .. rows.Where(r => r.Answers > 0 && given.ContainsKey(r.Name)).Take(MostResponses).Select(r => One(r.Name, false, r.Answers))];
    }

    private Taken One(string text, bool isRight, long answers) => new(text, isRight, answers, Figures!.Attempts == 0 ? 0 : (int)(answers * 100 / Figures.Attempts));
}
