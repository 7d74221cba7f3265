using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Quizzes.Attempts;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Marking;

/// <summary>/studio/marking/{question}: the next open answer to a question, its rubric, and the mark. The name is hidden until it is asked for.</summary>
[Requires(QuizzesPermissions.Mark)]
internal sealed class MarkingPageModel(Db db, MarkAnswer mark, HubSettings settings) : HubPage
{
    internal sealed record Row(long AttemptId, int Slot, string Kind, long MaxMark, string Body, string Answer, DateTimeOffset SubmittedAt, string Name, string SiteName);

    private sealed record Head(string Kind, string Body);

    public long QuestionId { get; private set; }
    public string Stem { get; private set; } = "";
    public Row? Answer { get; private set; }
    public QuestionBody? Body { get; private set; }
    public Rubric? Rubric { get; private set; }
    public ReviewedQuestion? Given { get; private set; }
    public string GivenView { get; private set; } = "";
    public long Left { get; private set; }
    public bool ShowsNames { get; private set; }
    public bool MaySeeNames => Me.Can(QuizzesPermissions.Results);
    public IReadOnlyDictionary<string, int> Points { get; private set; } = new Dictionary<string, int>();
    public string? Mark { get; private set; }
    public string? Comment { get; private set; }
    public TimeZoneInfo Zone => settings.TimeZone;

    public async Task<IActionResult> OnGetAsync(long question, long? after, bool names, CancellationToken ct)
    {
        ShowsNames = names && MaySeeNames;
        return await Load(question, after ?? 0, null, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(long question, long attempt, int slot, string? givenMark, string? comment, bool names, CancellationToken ct)
    {
        (ShowsNames, Mark, Comment) = (names && MaySeeNames, givenMark, comment);
        Points = Request.Form.Where(f => f.Key.StartsWith("points-", StringComparison.Ordinal) && int.TryParse(f.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .ToDictionary(f => f.Key["points-".Length..], f => int.Parse(f.Value!, CultureInfo.InvariantCulture));
        var problem = await mark.Handle(new NewMark(attempt, slot, Points, givenMark, comment), Me.Id, ct);
        if (problem is null) return Done($"/studio/marking/{question}{(ShowsNames ? "?names=true" : "")}", "The answer is marked.");
        return await Load(question, 0, (attempt, slot), ct) ? Refuse(problem) : NotFound();
    }

    /// <param name="only">The answer whose mark was refused: it is shown again, with what was typed.</param>
    private async Task<bool> Load(long question, long after, (long Attempt, int Slot)? only, CancellationToken ct)
    {
        var head = await db.Row<Head>("select v.kind, v.body from quizzes_question q join quizzes_question_version v on v.id = q.current_version_id where q.id = @question", new { question }, ct);
        if (head is null || QuestionKinds.Find(head.Kind) is not IMarkedKind) return false;
        (QuestionId, Stem) = (question, T.Pick(QuestionBody.From(head.Body).Stem));
        var open =
            $"""
            from quizzes_attempt a join v_people_person p on p.id = a.person_id join quizzes_slot s on s.attempt_id = a.id and s.mark is null
            join quizzes_question_version q on q.id = s.question_version_id and q.question_id = @question and q.voided_at is null
            join quizzes_question_version v on v.id = {MarkingVersion.Id} join quizzes_answer n on n.id = s.answer_id
            where a.graded_at is null and a.marking_since is not null and a.person_id <> @viewer and {PeopleScope.Sees("p.site_id", "p.department_id")}
            """;
        var args = new { question, viewer = Me.Id, permission = QuizzesPermissions.Mark, after, attempt = only?.Attempt ?? 0, slot = only?.Slot ?? 0 };
        Left = await db.Scalar<long>($"select count(*) {open}", args, ct);
        Answer = await db.Row<Row>(
            $"""
            select a.id as attempt_id, s.slot, v.kind, v.max_mark, v.body, n.answer, a.submitted_at, p.name, p.site_name {open}
            {(only is null ? "and a.id > @after" : "and a.id = @attempt and s.slot = @slot")} order by a.id, s.slot limit 1
            """, args, ct);
        if (Answer is null) return true;
        var kind = (IMarkedKind)QuestionKinds.Find(Answer.Kind);
        Body = QuestionBody.From(Answer.Body);
        Stem = T.Pick(Body.Stem);
        Rubric = kind.RubricOf(Body.Content);
        Given = kind.Review(new QuestionPaper(Body.Content, []), JsonSerializer.Deserialize<JsonElement>(Answer.Answer), showsKey: false, T);
        if (Given.Photo is { } key) Given = Given with { PhotoUrl = $"/studio/marking/photos/{key}" };
        GivenView = kind.ReviewView;
        return true;
    }
}
