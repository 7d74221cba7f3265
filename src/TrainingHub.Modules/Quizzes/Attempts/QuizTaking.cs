using System.Globalization;
using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Contracts;
using TrainingHub.Modules.Quizzes.Exams;
using TrainingHub.Modules.Quizzes.Kinds;
using TrainingHub.Modules.Quizzes.Settings;

namespace TrainingHub.Modules.Quizzes.Attempts;

/// <summary>The contract over the commands, for the API and other clients that want data instead of pages.</summary>
internal sealed class QuizTaking(Db db, StartAttempt start, SaveAnswer save, CheckAnswer check, MoveOn moveOn, SubmitAttempt submit, Afresh afresh, Reveals reveals, ExamDoor door, Localizer texts) : IQuizTaking
{
    private sealed record Head(long Id, string Uuid, long QuizId, string Slug, string TitleZh, string TitleEn, string State, DateTimeOffset StartedAt, DateTimeOffset? DeadlineAt, DateTimeOffset? SubmittedAt, long? Mark, long MaxMark, bool? Passed, string Settings, int? Position, DateTimeOffset? GraceUntil, string? Exam, DateTimeOffset? PausedAt);

    private sealed record Row(int Slot, string Kind, string Body, long MaxMark, string OptionOrder, DateTimeOffset? LockedAt, string? Answer, long Sequence, int? Certainty, long? CheckedMark, int WrongTries);

    public async Task<Outcome<AttemptSheet>> Start(long personId, long quizId, string? uuid, string? accessCode, string language, CancellationToken ct)
    {
        var started = await start.Handle(new NewAttempt(personId, quizId, uuid, language, null, accessCode), ct);
        return started.Problem is not null ? started.Problem : (await Sheet(personId, started.Value, language, ct))!;
    }

    public Task Afresh(long personId, string quiz, DateTimeOffset from, CancellationToken ct) => afresh.Handle(personId, quiz, from, ct);

    public async Task<AttemptSheet?> Get(long personId, string attempt, string language, CancellationToken ct) =>
        await Find(personId, attempt, ct) is { } id ? await Sheet(personId, id, language, ct) : null;

    public async Task<Outcome<AnswerReceipt>> Answer(long personId, string attempt, int slot, JsonElement answer, long sequence, string device, DateTimeOffset? claimedAt, int? certainty, string language, CancellationToken ct)
    {
        if (await Find(personId, attempt, ct) is not { } id) return Problem.NotFound("There is no such attempt.");
        return await save.Handle(new NewAnswer(id, personId, slot, sequence, device, (kind, paper) => kind.ReadJson(paper, answer), language, claimedAt, certainty), ct);
    }

    public Task<Outcome<AttemptSheet>> Check(long personId, string attempt, int slot, long sequence, string language, CancellationToken ct) =>
        Do(personId, attempt, language, id => check.Handle(id, personId, slot, sequence, ct), ct);

    public Task<Outcome<AttemptSheet>> MoveOn(long personId, string attempt, int from, string language, CancellationToken ct) =>
        Do(personId, attempt, language, id => moveOn.Handle(id, personId, from, ct), ct);

    public Task<Outcome<AttemptSheet>> Submit(long personId, string attempt, IReadOnlyDictionary<int, long>? expected, string language, CancellationToken ct) =>
        Do(personId, attempt, language, id => submit.Handle(id, personId, expected, ct), ct);

    private async Task<Outcome<AttemptSheet>> Do(long personId, string attempt, string language, Func<long, Task<Problem?>> act, CancellationToken ct)
    {
        if (await Find(personId, attempt, ct) is not { } id) return Problem.NotFound("There is no such attempt.");
        var problem = await act(id);
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
            select a.id, a.uuid, a.quiz_id, q.slug, v.title_zh, v.title_en, a.state, a.started_at, a.deadline_at, a.submitted_at, a.mark, a.max_mark, a.passed, v.settings, a.position, a.grace_until, a.exam, a.paused_at
            from quizzes_attempt a join quizzes_quiz q on q.id = a.quiz_id join quizzes_quiz_version v on v.id = a.quiz_version_id
            where a.id = @attemptId and a.person_id = @personId
            """, new { attemptId, personId }, ct);
        if (head is null) return null;
        var withheld = await door.Withheld(attemptId, head.State, head.Exam, head.PausedAt, ct);
        var shows = await reveals.Of(attemptId, ct);
        var isHidden = withheld is not null || (head.State is "finished" or "abandoned" && !shows.Has(ReviewAspects.Attempt));
        var rows = isHidden ? [] : await db.Rows<Row>(
            $"""
            select s.slot, v.kind, v.body, v.max_mark, s.option_order, s.locked_at, n.answer, coalesce(n.sequence, 0) as sequence, n.certainty, c.mark as checked_mark,
                   (select count(*) from quizzes_check w where w.attempt_id = s.attempt_id and w.slot = s.slot and w.mark < v.max_mark) as wrong_tries
            from quizzes_slot s join quizzes_question_version v on v.id = {MarkingVersion.Id} left join quizzes_answer n on n.id = s.answer_id
            left join quizzes_check c on c.attempt_id = s.attempt_id and c.slot = s.slot and c.answer_id = s.answer_id
            where s.attempt_id = @attemptId and s.slot <= coalesce(@last, s.slot) order by s.slot
            """, new { attemptId, last = head.State is "in-progress" or "overdue" ? head.Position : null }, ct);
        var showsMark = shows.Has(ReviewAspects.Marks);
        var t = texts.For(language);
        return new AttemptSheet(head.Id, head.Uuid, head.QuizId, head.Slug, t.Pick(head.TitleZh, head.TitleEn), head.State, head.StartedAt, head.DeadlineAt, head.SubmittedAt, showsMark ? head.Mark : null, head.MaxMark, showsMark ? head.Passed : null,
            [.. rows.Select(r => Question(r, shows, t))], QuizSettings.From(head.Settings).Behaviour, head.Position, head.GraceUntil, head.PausedAt, withheld);
    }

    private static AttemptQuestion Question(Row row, Reveals.Shown shows, Localizer t)
    {
        var body = QuestionBody.From(row.Body);
        var shown = QuestionKinds.Find(row.Kind).Show(QuestionPaper.Of(body.Content, row.OptionOrder), t);
        return new AttemptQuestion(row.Slot, row.Kind, t.Pick(body.Stem), body.PictureUrl, body.Alt is null ? null : t.Pick(body.Alt), row.MaxMark,
            Options(shown), Parts(shown), shown.Most, shown.Limit, row.Answer is null ? null : JsonSerializer.Deserialize<JsonElement>(row.Answer), row.Sequence, row.Certainty, Checked(row, body, shows, t));
    }

    private static AnswerCheck? Checked(Row row, QuestionBody body, Reveals.Shown shows, Localizer t)
    {
        if (row.CheckedMark is not { } mark) return null;
        var showsRight = shows.Has(ReviewAspects.Correctness);
        return new AnswerCheck(row.LockedAt is not null, showsRight ? row.WrongTries : null, showsRight ? mark == row.MaxMark : null, showsRight && shows.Has(ReviewAspects.Marks) ? mark : null,
            shows.Has(ReviewAspects.Feedback) && body.Feedback is not null ? t.Pick(body.Feedback) : null);
    }

    private static IReadOnlyList<AttemptOption> Options(ShownQuestion shown) => [.. shown.Options.Select(o => new AttemptOption(o.Id, o.Text, o.Area is { } area ? new AttemptArea(area.Shape, area.At) : null))];

    private static IReadOnlyList<AttemptPart> Parts(ShownQuestion shown) => [.. shown.Parts.Select(p => p.Question is { } inside
        ? new AttemptPart(p.Id, p.Text, p.Kind!.Name, Options(inside), Parts(inside), inside.Most, inside.Limit)
        : new AttemptPart(p.Id, p.Text, null, [], [], null, shown.Limit))];
}
