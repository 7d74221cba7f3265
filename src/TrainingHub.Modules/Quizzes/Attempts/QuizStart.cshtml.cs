using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Exams;
using TrainingHub.Modules.Quizzes.Overrides;
using TrainingHub.Modules.Quizzes.Settings;

namespace TrainingHub.Modules.Quizzes.Attempts;

/// <summary>/learn/quizzes/{id}: what the quiz asks, what one has reached, and the button that begins.</summary>
[Requires(QuizzesPermissions.Take)]
internal sealed class QuizStartModel(Db db, StartAttempt start, Reveals reveals, ExamVisitor visitor, Allowances allowances, Entropy entropy, HubSettings settings, TimeProvider clock) : HubPage
{
    internal sealed record Head(long Id, string TitleZh, string TitleEn, string Settings, string? CourseSlug);

    /// <param name="Mark">Mark and result are null also where they are not to be shown yet.</param>
    internal sealed record Attempt(long Id, int Number, string State, DateTimeOffset StartedAt, DateTimeOffset? DeadlineAt, DateTimeOffset? SubmittedAt, long? Mark, long MaxMark, bool? Passed, bool IsScheduled, bool IsEarlier, DateTimeOffset? PausedAt, bool IsWhole, bool IsGraded)
    {
        /// <summary>One of those that the settings allow.</summary>
        public bool UsesUp => !IsScheduled && !IsEarlier;
    }


    /// <param name="LeadUrl">Where people are to go first, and start from there.</param>
    internal sealed record OpenSchedule(long Id, string Title, DateTimeOffset ClosesAt, int? Questions, int AttemptsLeft, string? LeadUrl);

    public Head Quiz { get; private set; } = null!;
    public QuizSettings Rules { get; private set; } = null!;
    public IReadOnlyList<Attempt> Attempts { get; private set; } = [];
    public IReadOnlyList<OpenSchedule> Schedules { get; private set; } = [];
    public string Uuid { get; private set; } = "";
    public TimeZoneInfo Zone => settings.TimeZone;

    public Attempt? Open => Attempts.FirstOrDefault(a => a.State == "in-progress" && (a.PausedAt is not null || a.DeadlineAt is null || clock.GetUtcNow() < a.DeadlineAt));
    public string? Address => visitor.IsWithin(Rules.Networks) ? null : $"{visitor.Address}";
    public bool HasPassed => Attempts.Any(a => a is { Passed: true, IsWhole: true, IsEarlier: false });
    public long? Grade => QuizGrade.Over(Rules.Grade, [.. Attempts.Where(a => a is { Mark: not null, IsWhole: true, IsEarlier: false }).OrderBy(a => a.Number).Select(a => (a.Mark!.Value, a.MaxMark))]);

    /// <summary>With what this person was granted beyond the settings.</summary>
    public AttemptRules Own { get; private set; } = null!;
    public int? Left => Own.Attempts is { } most ? Math.Max(0, most - Attempts.Count(a => a.UsesUp)) : null;

    public DateTimeOffset? WaitUntil
    {
        get
        {
            var last = Attempts.Where(a => a.UsesUp).Max(a => a.SubmittedAt);
            return Rules.Wait > 0 && last?.AddMinutes(Rules.Wait) is { } until && until > clock.GetUtcNow() ? until : null;
        }
    }

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct) => await Load(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(long id, string? uuid, long? schedule, string? code, CancellationToken ct)
    {
        var started = await start.Handle(new NewAttempt(Me.Id, id, string.IsNullOrEmpty(uuid) ? null : uuid, T.Language, schedule, code), ct);
        if (started.Problem is null) return Redirect($"/learn/attempts/{started.Value}");
        return await Load(id, ct) ? Refuse(started.Problem) : NotFound();
    }

    private async Task<bool> Load(long id, CancellationToken ct)
    {
        var quiz = await db.Row<Head>("select q.id, q.title_zh, q.title_en, q.settings, c.slug as course_slug from v_quiz q left join v_course c on c.id = q.course_id where q.id = @id", new { id }, ct);
        if (quiz is null) return false;
        Quiz = quiz;
        Rules = QuizSettings.From(quiz.Settings);
        Own = await allowances.RulesOf(Me.Id, id, Rules, null, ct);
        Uuid = entropy.Uuid();
        var attempts = await db.Rows<Attempt>(
            $"""
            select a.id, a.number, a.state, a.started_at, a.deadline_at, a.submitted_at, a.mark, a.max_mark, a.passed, case when a.schedule_id is null then false else true end as is_scheduled, case when {Afresh.IsEarlier} then true else false end as is_earlier, a.paused_at,
                   case when s.questions is null then true else false end as is_whole,
                   case when a.graded_at is null then false else true end as is_graded
            from quizzes_attempt a left join quizzes_schedule s on s.id = a.schedule_id where a.quiz_id = @id and a.person_id = @Me order by a.number desc
            """, new { id, Me = Me.Id }, ct);
        for (var i = 0; i < attempts.Count; i++)
            if (attempts[i].IsGraded && !(await reveals.Of(attempts[i].Id, ct)).Has(ReviewAspects.Marks)) attempts[i] = attempts[i] with { Mark = null, Passed = null };
        Attempts = attempts;
        Schedules = await db.Rows<OpenSchedule>(
            $"""
            select s.id, {Quizzes.Schedules.Series.TitleIn(T)} as title, s.closes_at, s.questions, s.attempts - (select count(*) from quizzes_attempt a where a.schedule_id = s.id and a.person_id = @Me) as attempts_left, s.lead_url
            from quizzes_schedule s join quizzes_schedule_person p on p.schedule_id = s.id and p.person_id = @Me
            where s.quiz_id = @id and s.state = 'open' and s.opens_at <= @Now and s.closes_at > @Now
              and s.attempts > (select count(*) from quizzes_attempt a where a.schedule_id = s.id and a.person_id = @Me)
            order by s.closes_at
            """, new { id, Me = Me.Id, Now = clock.GetUtcNow() }, ct);
        return true;
    }
}
