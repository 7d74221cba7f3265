using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Exams;
using TrainingHub.Modules.Quizzes.Kinds;
using TrainingHub.Modules.Quizzes.Settings;

namespace TrainingHub.Modules.Quizzes.Attempts;

/// <summary>
/// /learn/attempts/{id}: the questions while the attempt is open, the result afterwards; only for its owner. quiz.js saves each answer as it is given;
/// without it the form's buttons post everything. Both send the same fields: a-N the answer, c-N how sure one is, n-N the sequence it builds on,
/// o-N and k-N what was shown of both.
/// </summary>
[Requires(QuizzesPermissions.Take)]
[RequestSizeLimit(PhotoFile.MostBytes * 4L)]
[RequestFormLimits(ValueLengthLimit = 256 * 1024, MultipartBodyLengthLimit = PhotoFile.MostBytes * 4L)]
internal sealed class TakeAttemptModel(Db db, SaveAnswer save, CheckAnswer check, MoveOn moveOn, SubmitAttempt submit, KeepPhoto keepPhoto, Reveals reveals, ExamDoor door, NoteSeen seen, Entropy entropy, HubSettings settings, TimeProvider clock)
    : HubPage
{
    internal sealed record Head(long Id, long QuizId, string TitleZh, string TitleEn, string Settings, string? CourseSlug, string State, int? Position, DateTimeOffset? DeadlineAt, DateTimeOffset? GraceUntil,
        DateTimeOffset? SubmittedAt, long? Mark, long MaxMark, bool? Passed, long? CertaintyScore, string? Schedule, string? Exam, DateTimeOffset? PausedAt, bool IsPractice);

    internal sealed record Row(int Slot, string Kind, string Body, string OptionOrder, long MaxMark, bool MustPass, DateTimeOffset? LockedAt, string? Answer, long Sequence, int? Certainty, long? CheckedMark, int Tries);

    /// <param name="Shown">The answer the page shows, as JSON; what differs from it in a posted form was changed there.</param>
    /// <param name="Sequence">Of that answer.</param>
    /// <param name="Checked">What came of checking that very answer; null where it was not checked.</param>
    /// <param name="IsLocked">The answer stands.</param>
    /// <param name="WrongTries">Answers that were checked and not wholly right.</param>
    internal sealed record Card(int Slot, string Stem, string? PictureUrl, string? Alt, IQuestionKind Kind, QuestionPaper Paper, AskedQuestion Question, bool IsAnswered, string Shown, long Sequence,
        int? Certainty, ReviewLine? Checked, bool IsLocked, int WrongTries);

    private sealed record Clock(long QuizId, string State, DateTimeOffset? DeadlineAt, string? Exam, DateTimeOffset? PausedAt);

    private sealed record Sent(Dictionary<int, long> Expected, List<int> Overtaken);

    private List<Card> all = [];

    public Head Attempt { get; private set; } = null!;
    public IReadOnlyList<Card> Cards { get; private set; } = [];
    public AttemptReview? Review { get; private set; }
    public Reveals.Shown? Shows { get; private set; }
    public QuizSettings Rules { get; private set; } = null!;
    public int Count { get; private set; }
    public IReadOnlyList<int> Answered { get; private set; } = [];
    public IReadOnlyList<int> Unanswered { get; private set; } = [];
    public bool TakesFiles => Cards.Any(c => c.Kind is IUploadingKind);

    /// <summary>Why an exam's questions are not shown here and now; null where they are.</summary>
    public string? Withheld { get; private set; }
    public bool IsInvigilated => ExamConditions.From(Attempt.Exam).Invigilated;
    public bool AsksToConfirm { get; private set; }
    public string Device { get; private set; } = "";
    public TimeZoneInfo Zone => settings.TimeZone;
    public int SecondsLeft => Attempt.DeadlineAt is { } deadline ? Math.Max(0, (int)(deadline - clock.GetUtcNow()).TotalSeconds) : 0;
    public bool IsTimeUp => Attempt.DeadlineAt is { } deadline && clock.GetUtcNow() >= deadline;
    public int PassMark => Rules.PassMark;

    /// <summary>"sequential" where the hub gives one question after the other, else as the quiz is laid out.</summary>
    public string Layout => Rules.IsSequential ? Rules.Navigation : Rules.Layout;

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        if (Withheld is not null) return Waits();
        if (Review is null && IsInvigilated) await seen.Handle(id, Attempt.QuizId, ct);
        return Page();
    }

    /// <summary>One answer, sent by quiz.js: 200 saved, 409 a later one is there, 422 refused, 404 not this person's.</summary>
    public async Task<IActionResult> OnPostAnswerAsync(long id, int slot, long sequence, string device, DateTimeOffset? claimedAt, CancellationToken ct)
    {
        Func<JsonElement, IEnumerable<AnswerField>> fieldsOf = _ => [];
        var saved = await save.Handle(new NewAnswer(id, Me.Id, slot, sequence, device ?? "", Read, T.Language, claimedAt, Certainty(slot)), ct);
        if (saved.Problem is { } problem)
            return new JsonResult(new { message = T[problem] }) { StatusCode = problem.Code switch { "not-found" => 404, "conflict" => 409, _ => 422 } };
        var receipt = saved.Value!;
        // What counts now, as fields, so that the script can show it without knowing the kinds.
        var fields = receipt.Stored is { } stored ? fieldsOf(stored).Select(f => new[] { AnswerFields.NameOf($"a-{slot}", f.Part), f.Value }).ToList() : [];
        if (receipt.Certainty is { } certainty) fields.Add([$"c-{slot}", $"{certainty}"]);
        return new JsonResult(new { receipt.Slot, receipt.Outcome, receipt.Sequence, receipt.Stored, receipt.Certainty, fields }, Json.Plain) { StatusCode = receipt.Outcome is "stale" or "locked" or "paused" ? 409 : 200 };

        Outcome<JsonElement> Read(IQuestionKind kind, QuestionPaper paper)
        {
            fieldsOf = answer => kind.ToForm(paper.Content, answer);
            return kind.ReadForm(paper, AnswerFields.Of(Request.Form, slot));
        }
    }

    /// <summary>A photo, sent by kinds.js as soon as it is chosen; its key is then the answer.</summary>
    public async Task<IActionResult> OnPostPhotoAsync(long id, int slot, IFormFile? photo, CancellationToken ct)
    {
        var stored = await keepPhoto.Handle(id, Me.Id, slot, photo, ct);
        if (stored.Problem is { } problem) return new JsonResult(new { message = T[problem] }) { StatusCode = problem.Code == "not-found" ? 404 : 422 };
        return new JsonResult(new { key = stored.Value });
    }

    /// <summary>
    /// The seconds left by the hub's clock (null: no limit) and why the questions are withheld, if they are: for a device that slept, and in an exam every
    /// few seconds, which also says that the learner is there.
    /// </summary>
    public async Task<IActionResult> OnGetClockAsync(long id, CancellationToken ct)
    {
        var row = await db.Row<Clock>("select quiz_id, state, deadline_at, exam, paused_at from quizzes_attempt where id = @id and person_id = @Me", new { id, Me = Me.Id }, ct);
        if (row is null) return NotFound();
        var isOver = row.State is "finished" or "abandoned";
        if (!isOver && ExamConditions.From(row.Exam).Invigilated) await seen.Handle(id, row.QuizId, ct);
        int? seconds = row.DeadlineAt is { } deadline ? Math.Max(0, (int)(deadline - (row.PausedAt ?? clock.GetUtcNow())).TotalSeconds) : null;
        return new JsonResult(new { seconds, withheld = await door.Withheld(id, row.State, row.Exam, row.PausedAt, ct), isOver });
    }

    /// <summary>Checks one answer before submitting.</summary>
    public async Task<IActionResult> OnPostCheckAsync(long id, int slot, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        var saved = await SaveForm(ct);
        if (Instead(saved) is { } instead) return instead;
        var problem = await check.Handle(id, Me.Id, slot, saved.Value!.Expected.GetValueOrDefault(slot), ct);
        if (problem is null) return Redirect($"/learn/attempts/{id}#q-{slot}");
        await Load(id, ct);
        return Withheld is null ? Refuse(problem) : Waits();
    }

    /// <summary>Leaves a question for good, where they come in sequence.</summary>
    public async Task<IActionResult> OnPostNextAsync(long id, int from, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        var saved = await SaveForm(ct);
        if (Instead(saved) is { } instead) return instead;
        var problem = await moveOn.Handle(id, Me.Id, from, ct);
        return problem is null || problem == ExamDoor.Paused ? Redirect($"/learn/attempts/{id}") : Refuse(problem);
    }

    public async Task<IActionResult> OnPostSaveAsync(long id, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        var saved = await SaveForm(ct);
        if (Instead(saved) is { } instead) return instead;
        await Load(id, ct);
        var next = $"/learn/attempts/{id}#" + (Unanswered.Count == 0 || Rules.IsSequential ? "hand-in" : $"q-{Unanswered[0]}");
        if (saved.Value!.Overtaken is { Count: > 0 } overtaken) return Done(next, "Another window answered these questions later; its answers are shown now: {0}.", string.Join(", ", overtaken));
        return Unanswered.Count == 0 ? Done(next, "Saved. All questions are answered; you can submit.") : Done(next, "Saved.");
    }

    public async Task<IActionResult> OnPostSubmitAsync(long id, bool confirm, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        var saved = await SaveForm(ct);
        // Handing in shows no question, so it needs no network; what is open is not asked back then.
        if (Withheld != "network" && Instead(saved) is { } instead) return instead;
        if (saved.Problem is not null) return Waits();
        await Load(id, ct);
        if (Withheld is null && Unanswered.Count > 0 && !confirm && !IsTimeUp)
        {
            AsksToConfirm = true;
            return Page();
        }
        var problem = await submit.Handle(id, Me.Id, saved.Value!.Expected, ct);
        return problem is null ? Redirect($"/learn/attempts/{id}") : Withheld is null && problem != ExamDoor.Paused ? Refuse(problem) : Waits();
    }

    /// <summary>What is shown instead of the questions: why the exam waits, what can't be read, the result.</summary>
    private IActionResult? Instead(Outcome<Sent> saved) => Withheld is not null ? Waits() : saved.Problem is { } problem ? Refuse(problem) : Review is not null ? Redirect($"/learn/attempts/{Attempt.Id}") : null;

    private RedirectResult Waits() => Redirect($"/learn/attempts/{Attempt.Id}/wait");

    /// <summary>Saves what differs from what the page showed, and gives the sequences that must have arrived before submitting.</summary>
    private async Task<Outcome<Sent>> SaveForm(CancellationToken ct)
    {
        var sent = new Sent([], []);
        foreach (var card in all)
        {
            if (!long.TryParse(Request.Form[$"n-{card.Slot}"], NumberStyles.None, CultureInfo.InvariantCulture, out var known)) continue; // not on the form
            var fields = await FieldsOf(card, ct);
            if (fields.Problem is not null) return fields.Problem;
            var read = card.Kind.ReadForm(card.Paper, fields.Value!);
            if (read.Problem is not null) return read.Problem;
            var shown = Request.Form[$"o-{card.Slot}"].ToString();
            sent.Expected[card.Slot] = known;
            var certainty = Certainty(card.Slot);
            var isSame = shown.Length == 0 ? !card.Kind.IsAnswered(read.Value) : shown == JsonSerializer.Serialize(read.Value, Json.Plain);
            if (isSame && (certainty is null || $"{certainty}" == Request.Form[$"k-{card.Slot}"].ToString())) continue;
            var saved = await save.Handle(new NewAnswer(Attempt.Id, Me.Id, card.Slot, known + 1, Request.Form["device"].ToString(), (_, _) => read, T.Language, null, certainty), ct);
            if (saved.Problem is not null) return saved.Problem;
            if (saved.Value!.Outcome == "counted") sent.Expected[card.Slot] = known + 1;
            else if (saved.Value.Outcome is "stale" or "locked") sent.Overtaken.Add(card.Slot);
        }
        return sent;
    }

    private int? Certainty(int slot) => Rules?.Behaviour is null or "confidence" && int.TryParse(Request.Form[$"c-{slot}"], NumberStyles.None, CultureInfo.InvariantCulture, out var certainty) ? certainty : null;

    /// <summary>As posted; a photo that came with the form is stored first, and its key takes the place of the former one's.</summary>
    private async Task<Outcome<AnswerFields>> FieldsOf(Card card, CancellationToken ct)
    {
        if (card.Kind is not IUploadingKind || Request.Form.Files.GetFile($"f-{card.Slot}") is not { Length: > 0 } file) return AnswerFields.Of(Request.Form, card.Slot);
        var stored = await keepPhoto.Handle(Attempt.Id, Me.Id, card.Slot, file, ct);
        return stored.Problem is not null ? stored.Problem : new AnswerFields([new AnswerField("", stored.Value!)]);
    }

    private async Task<bool> Load(long id, CancellationToken ct)
    {
        var head = await db.Row<Head>(
            $"""
            select a.id, a.quiz_id, v.title_zh, v.title_en, v.settings, c.slug as course_slug, a.state, a.position, a.deadline_at, a.grace_until,
                   a.submitted_at, a.mark, a.max_mark, a.passed, a.certainty_score, {Schedules.Series.TitleIn(T)} as schedule, a.exam, a.paused_at, a.is_practice
            from quizzes_attempt a join quizzes_quiz q on q.id = a.quiz_id join quizzes_quiz_version v on v.id = a.quiz_version_id
            left join v_course c on c.id = q.course_id left join quizzes_schedule s on s.id = a.schedule_id
            where a.id = @id and a.person_id = @Me
            """, new { id, Me = Me.Id }, ct);
        if (head is null) return false;
        Rules = QuizSettings.From(head.Settings);
        // The job that ends it comes round once a minute; until then it is over all the same.
        var isLost = head.PausedAt is null && head.State is ("in-progress" or "overdue") && clock.GetUtcNow() >= (head.GraceUntil ?? (Rules.WhenTimeIsUp == "abandon" ? head.DeadlineAt : null));
        Attempt = isLost ? head with { State = "abandoned" } : head;
        Withheld = isLost ? null : await door.Withheld(id, head.State, head.Exam, head.PausedAt, ct);
        Shows = await reveals.Of(id, ct);
        var isOver = Attempt.State is "finished" or "abandoned";
        if (isOver) Review = await AttemptReview.Load(db, id, Shows.Aspects, $"/learn/attempts/{id}/photos/", T, ct);
        // A form that comes after the end is read all the same: what it holds is kept as late.
        if (isOver && HttpMethods.IsGet(Request.Method)) return true;
        Device = entropy.Token(60);
        var rows = await db.Rows<Row>(
            $"""
            select s.slot, v.kind, v.body, s.option_order, v.max_mark, v.must_pass, s.locked_at, n.answer, coalesce(n.sequence, 0) as sequence, n.certainty, c.mark as checked_mark,
                   (select count(*) from quizzes_check w where w.attempt_id = s.attempt_id and w.slot = s.slot and w.mark < v.max_mark) as tries
            from quizzes_slot s join quizzes_question_version v on v.id = {MarkingVersion.Id} left join quizzes_answer n on n.id = s.answer_id
            left join quizzes_check c on c.attempt_id = s.attempt_id and c.slot = s.slot and c.answer_id = s.answer_id
            where s.attempt_id = @id order by s.slot
            """, new { id }, ct);
        all = rows.ConvertAll(ToCard);
        Count = all.Count;
        Answered = [.. all.Where(c => c.IsAnswered).Select(c => c.Slot)];
        Unanswered = [.. all.Where(c => !c.IsAnswered).Select(c => c.Slot)];
        // What comes later is not even sent, and what was left is not shown again.
        Cards = [.. all.Where(c => head.Position is null || c.Slot == head.Position)];
        return true;
    }

    private Card ToCard(Row row)
    {
        var kind = QuestionKinds.Find(row.Kind);
        var body = QuestionBody.From(row.Body);
        JsonElement? answer = row.Answer is null ? null : JsonSerializer.Deserialize<JsonElement>(row.Answer);
        var paper = QuestionPaper.Of(body.Content, row.OptionOrder);
        var (stem, alt) = (T.Pick(body.Stem), body.Alt is null ? null : T.Pick(body.Alt));
        var asked = new AskedQuestion($"a-{row.Slot}", stem, body.PictureUrl, alt, kind.Show(paper, T), answer is { } so ? [.. kind.ToForm(body.Content, so)] : [], Attempt.Id);
        return new Card(row.Slot, kind.Readable(stem), body.PictureUrl, alt, kind, paper, asked, answer is { } given && kind.IsAnswered(given), row.Answer ?? "", row.Sequence,
            row.Certainty, row.CheckedMark is null ? null : CheckedLine(row, body, answer), row.LockedAt is not null, row.Tries);
    }

    /// <summary>The key stays out of it as long as there may be another try.</summary>
    private ReviewLine CheckedLine(Row row, QuestionBody body, JsonElement? answer)
    {
        var shows = row.LockedAt is null ? Shows!.Aspects & ~ReviewAspects.RightAnswer : Shows!.Aspects;
        return AttemptReview.Line(row.Slot, row.Kind, body, row.OptionOrder, null, row.CheckedMark, row.MaxMark, row.MustPass, answer, null, shows, T);
    }
}
