using System.Globalization;
using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Contracts;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Attempts;

/// <summary>The contract over the commands, for the API and other clients that want data instead of pages.</summary>
internal sealed class QuizTaking(Db db, StartAttempt start, SaveAnswer save, SubmitAttempt submit, Localizer texts) : IQuizTaking
{
    private sealed record Head(long Id, string Uuid, long QuizId, string Slug, string TitleZh, string TitleEn, string State, DateTimeOffset StartedAt, DateTimeOffset? DeadlineAt, DateTimeOffset? SubmittedAt, long? Mark, long MaxMark, bool? Passed);

    private sealed record Row(int Slot, string Kind, string Body, long MaxMark, string OptionOrder, string? Answer, long Sequence);

    public async Task<Outcome<AttemptSheet>> Start(long personId, long quizId, string? uuid, string language, CancellationToken ct)
    {
        var started = await start.Handle(new NewAttempt(personId, quizId, uuid, language, null), ct);
        return started.Problem is not null ? started.Problem : (await Sheet(personId, started.Value, language, ct))!;
    }

    public async Task<AttemptSheet?> Get(long personId, string attempt, string language, CancellationToken ct) =>
        await Find(personId, attempt, ct) is { } id ? await Sheet(personId, id, language, ct) : null;

    public async Task<Outcome<AnswerReceipt>> Answer(long personId, string attempt, int slot, JsonElement answer, long sequence, string device, DateTimeOffset? claimedAt, string language, CancellationToken ct)
    {
        if (await Find(personId, attempt, ct) is not { } id) return Problem.NotFound("There is no such attempt.");
        return await save.Handle(new NewAnswer(id, personId, slot, sequence, device, (kind, paper) => kind.ReadJson(paper, answer), language, claimedAt), ct);
    }

    public async Task<Outcome<AttemptSheet>> Submit(long personId, string attempt, IReadOnlyDictionary<int, long>? expected, string language, CancellationToken ct)
    {
        if (await Find(personId, attempt, ct) is not { } id) return Problem.NotFound("There is no such attempt.");
        var problem = await submit.Handle(id, personId, expected, ct);
        return problem is not null ? problem : (await Sheet(personId, id, language, ct))!;
    }

    private async Task<long?> Find(long personId, string attempt, CancellationToken ct) =>
        long.TryParse(attempt, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? await db.Scalar<long?>("select id from quizzes_attempt where id = @id and person_id = @personId", new { id, personId }, ct)
            : await db.Scalar<long?>("select id from quizzes_attempt where uuid = @Uuid and person_id = @personId", new { Uuid = attempt.ToLowerInvariant(), personId }, ct);

    private async Task<AttemptSheet?> Sheet(long personId, long attemptId, string language, CancellationToken ct)
    {
        var head = await db.Row<Head>(
            """
            select a.id, a.uuid, a.quiz_id, q.slug, v.title_zh, v.title_en, a.state, a.started_at, a.deadline_at, a.submitted_at, a.mark, a.max_mark, a.passed
            from quizzes_attempt a join quizzes_quiz q on q.id = a.quiz_id join quizzes_quiz_version v on v.id = a.quiz_version_id
            where a.id = @attemptId and a.person_id = @personId
            """, new { attemptId, personId }, ct);
        if (head is null) return null;
        var rows = await db.Rows<Row>(
            """
            select s.slot, v.kind, v.body, v.max_mark, s.option_order, n.answer, coalesce(n.sequence, 0) as sequence
            from quizzes_slot s join quizzes_question_version v on v.id = s.question_version_id left join quizzes_answer n on n.id = s.answer_id
            where s.attempt_id = @attemptId order by s.slot
            """, new { attemptId }, ct);
        var t = texts.For(language);
        return new AttemptSheet(head.Id, head.Uuid, head.QuizId, head.Slug, t.Pick(head.TitleZh, head.TitleEn), head.State, head.StartedAt, head.DeadlineAt, head.SubmittedAt, head.Mark, head.MaxMark, head.Passed,
            [.. rows.Select(r => Question(r, t))]);
    }

    private static AttemptQuestion Question(Row row, Localizer t)
    {
        var body = QuestionBody.From(row.Body);
        var shown = QuestionKinds.Find(row.Kind).Show(QuestionPaper.Of(body.Content, row.OptionOrder), t);
        return new AttemptQuestion(row.Slot, row.Kind, t.Pick(body.Stem), body.PictureUrl, body.Alt is null ? null : t.Pick(body.Alt), row.MaxMark,
            Options(shown), Parts(shown), shown.Most, shown.Limit, row.Answer is null ? null : JsonSerializer.Deserialize<JsonElement>(row.Answer), row.Sequence);
    }

    private static IReadOnlyList<AttemptOption> Options(ShownQuestion shown) => [.. shown.Options.Select(o => new AttemptOption(o.Id, o.Text, o.Area is { } area ? new AttemptArea(area.Shape, area.At) : null))];

    private static IReadOnlyList<AttemptPart> Parts(ShownQuestion shown) => [.. shown.Parts.Select(p => p.Question is { } inside
        ? new AttemptPart(p.Id, p.Text, p.Kind!.Name, Options(inside), Parts(inside), inside.Most, inside.Limit)
        : new AttemptPart(p.Id, p.Text, null, [], [], null, shown.Limit))];
}
