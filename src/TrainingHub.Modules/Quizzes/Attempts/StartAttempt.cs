using System.Text.Json;
using Microsoft.Extensions.Logging;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Exams;
using TrainingHub.Modules.Quizzes.Settings;
using TrainingHub.Modules.Quizzes.Kinds;
using TrainingHub.Modules.Quizzes.Overrides;

namespace TrainingHub.Modules.Quizzes.Attempts;

/// <param name="Uuid">Chosen by the client; null: the hub chooses.</param>
/// <param name="ScheduleId">The scheduled quiz it is taken for; null for a free attempt.</param>
/// <param name="AccessCode">As typed; only exams ask for one.</param>
internal sealed record NewAttempt(long PersonId, long QuizId, string? Uuid, string Language, long? ScheduleId, string? AccessCode);

/// <summary>
/// Starts an attempt: the row is there from this moment, with its questions pinned and its deadline set. The taker's row is locked first,
/// so that two tabs can't get two attempts; whoever comes second is given the open one.
/// </summary>
internal sealed partial class StartAttempt(Db db, ITrades trades, Allowances allowances, EndOverdue end, ExamDoor door, EnterExam enter, ExamWatch watch, Entropy entropy, TimeProvider clock, ILogger<StartAttempt> log)
{
    private const int ExposureShards = 8;

    private sealed record Quiz(long CourseId, long VersionId, string Settings);

    private sealed record Open(long Id, long? ScheduleId, DateTimeOffset? DeadlineAt, DateTimeOffset? GraceUntil, DateTimeOffset? PausedAt);

    private sealed record Named(long Id, long PersonId, long QuizId);

    /// <param name="Questions">Asked in one sitting; null: as many as the quiz asks.</param>
    /// <param name="Clauses">Only questions on these, separated by blanks; null: in the quiz's mix.</param>
    private sealed record Sitting(DateTimeOffset OpensAt, DateTimeOffset ClosesAt, int? Questions, int Attempts, string? Clauses);

    private sealed record Past(int Count, DateTimeOffset? Last);

    private sealed record Candidate(long QuestionId, long VersionId, string Kind, long MaxMark, string Body, string? Category, string? Clause, string? Tag, int Seen);

    public async Task<Outcome<long>> Handle(NewAttempt ask, CancellationToken ct)
    {
        if (ask.Uuid is not null && !Guid.TryParseExact(ask.Uuid, "D", out _)) return Problem.Because("\"{0}\" is no UUID.", ask.Uuid.Length > 40 ? ask.Uuid[..40] : ask.Uuid);
        var uuid = ask.Uuid?.ToLowerInvariant();
        await using var tx = await db.Begin(ct);
        // Shared by all who start, and kept from whoever grants extra time meanwhile.
        await db.Scalar<long?>($"select id from quizzes_quiz where id = @QuizId {db.Dialect.ForShare}", ask, ct);
        var quiz = await db.Row<Quiz>("select q.course_id, v.id as version_id, v.settings from quizzes_quiz q join quizzes_quiz_version v on v.id = q.current_version_id where q.id = @QuizId", ask, ct);
        if (quiz is null) return Problem.NotFound("There is no such quiz.");
        await db.Execute("insert into quizzes_taker(person_id, quiz_id, attempts) values (@PersonId, @QuizId, 0) on conflict (person_id, quiz_id) do nothing", ask, ct);
        await db.Scalar<int>($"select attempts from quizzes_taker where person_id = @PersonId and quiz_id = @QuizId {db.Dialect.ForUpdate}", ask, ct);

        var now = clock.GetUtcNow();
        if (uuid is not null && await db.Row<Named>("select id, person_id, quiz_id from quizzes_attempt where uuid = @uuid", new { uuid }, ct) is { } named)
            return (named.PersonId, named.QuizId) == (ask.PersonId, ask.QuizId) ? await Continue(named.Id, ask, tx, ct) : Problem.Conflict("This UUID is taken by another attempt; choose a new one.");
        var open = await db.Row<Open>("select id, schedule_id, deadline_at, grace_until, paused_at from quizzes_attempt where person_id = @PersonId and quiz_id = @QuizId and state in ('in-progress', 'overdue')", ask, ct);
        if (open is not null && (open.PausedAt is not null || open.DeadlineAt is null || now < (open.GraceUntil ?? open.DeadlineAt)))
            return ask.ScheduleId is null || ask.ScheduleId == open.ScheduleId ? await Continue(open.Id, ask, tx, ct) : Problem.Conflict("Another attempt at this quiz is open. Submit it first, then start the scheduled one.");
        if (open is not null) await end.Handle(open.Id, ct); // its time ran out and the job hasn't been round yet

        var settings = QuizSettings.From(quiz.Settings);
        var sitting = ask.ScheduleId is null ? null : await Scheduled(ask, now, ct);
        if (ask.ScheduleId is not null && sitting is null) return Problem.NotFound("This scheduled quiz is not open for you.");
        var rules = await allowances.RulesOf(ask.PersonId, ask.QuizId, settings, sitting is null ? null : new Window(sitting.OpensAt, sitting.ClosesAt), ct);
        if (await Refusal(ask, sitting, rules, now, ct) is { } refusal) return refusal;
        var exam = ExamConditions.Of(settings);
        if (await door.Refusal(exam, ask.PersonId, ask.QuizId, ask.ScheduleId, ask.AccessCode, ct) is { } shut) return shut;

        var chance = uuid is null ? entropy : entropy.About($"attempt {uuid}");
        var lines = sitting switch
        {
            { Clauses: not null, Questions: { } few } => [new DrawLine([], few)],
            { Questions: { } number } => QuestionDraw.Scale(settings.Draw, number),
            _ => settings.Draw,
        };
        var questions = await Draw(quiz.CourseId, ask, settings, lines, sitting?.Clauses?.Split(' '), chance, ct);
        if (questions.Count == 0) return Problem.Because("This quiz has no questions yet.");
        var wanted = sitting?.Questions ?? settings.Questions;
        if (questions.Count < wanted) TooFew(log, ask.QuizId, wanted, questions.Count);
        var deadline = rules.Deadline(now);
        var id = await db.Insert(
            """
            insert into quizzes_attempt(uuid, quiz_id, quiz_version_id, schedule_id, person_id, number, language, state, started_at, deadline_at, grace_until, position, max_mark, exam)
            select @uuid, @QuizId, @VersionId, @ScheduleId, @PersonId, coalesce(max(number), 0) + 1, @Language, 'in-progress', @now, @deadline, @grace, @position, @MaxMark, @Exam
            from quizzes_attempt where person_id = @PersonId and quiz_id = @QuizId
            returning id
            """,
            new { uuid = uuid ?? entropy.Uuid(), ask.QuizId, quiz.VersionId, ask.ScheduleId, ask.PersonId, ask.Language, now, deadline, grace = rules.GraceUntil(deadline), position = settings.IsSequential ? 1 : (int?)null, MaxMark = questions.Sum(q => q.MaxMark), Exam = exam.ToJson() }, ct);
        var slot = 0;
        foreach (var question in questions)
        {
            await db.Execute("insert into quizzes_slot(attempt_id, slot, question_version_id, option_order) values (@id, @slot, @VersionId, @Order)",
                new { id, slot = ++slot, question.VersionId, Order = JsonSerializer.Serialize(OptionOrder(question, settings, chance), Json.Plain) }, ct);
        }
        if (exam.AccessCode) await door.Enter(id, ct);
        if (exam.IsAny) tx.AfterCommit(() => watch.Changed(ask.QuizId));
        await CountGiven(ask.PersonId, questions, ct);
        await db.Execute("update quizzes_taker set attempts = attempts + 1 where person_id = @PersonId and quiz_id = @QuizId", ask, ct);
        await tx.Commit(ct);
        return id;
    }

    /// <summary>The attempt is there already; on another device an exam asks for its code again.</summary>
    private async Task<Outcome<long>> Continue(long attemptId, NewAttempt ask, Tx tx, CancellationToken ct)
    {
        if (await enter.Handle(attemptId, ask.PersonId, ask.AccessCode, ct) is { } problem) return problem;
        await tx.Commit(ct);
        return attemptId;
    }

    /// <summary>When the scheduled quiz can be taken; null where it is not open for this person. It is not called off before this attempt is there to be submitted with the others.</summary>
    private Task<Sitting?> Scheduled(NewAttempt ask, DateTimeOffset now, CancellationToken ct) => db.Row<Sitting>(
        $"""
        select s.opens_at, s.closes_at, s.questions, s.attempts, s.clauses from quizzes_schedule s join quizzes_schedule_person p on p.schedule_id = s.id and p.person_id = @PersonId
        where s.id = @ScheduleId and s.quiz_id = @QuizId and s.state = 'open' and s.opens_at <= @now and s.closes_at > @now {db.Dialect.ForShare}
        """, new { ask.PersonId, ask.ScheduleId, ask.QuizId, now }, ct);

    private async Task<Problem?> Refusal(NewAttempt ask, Sitting? sitting, AttemptRules rules, DateTimeOffset now, CancellationToken ct)
    {
        if (sitting is not null)
        {
            var taken = await db.Scalar<long>("select count(*) from quizzes_attempt where schedule_id = @ScheduleId and person_id = @PersonId", ask, ct);
            if (taken < sitting.Attempts) return null;
            return sitting.Attempts == 1 ? Problem.Because("You have already taken this scheduled quiz; it counts once.") : Problem.Because("All {0} attempts at this scheduled quiz are used.", sitting.Attempts);
        }
        if (rules.OpensAt is { } opens && now < opens) return Problem.Because("This quiz is not open yet.");
        if (!rules.IsOpen(now)) return Problem.Because("This quiz has closed.");
        // One that was abandoned ended when its time did.
        var past = (await db.Row<Past>($"select count(*) as count, max(coalesce(a.submitted_at, a.grace_until, a.deadline_at)) as last from quizzes_attempt a where a.person_id = @PersonId and a.quiz_id = @QuizId and {Afresh.Counts}", ask, ct))!;
        if (rules.Attempts is { } most && past.Count >= most) return Problem.Because("All {0} attempts at this quiz are used. Ask your trainer.", most);
        if (rules.NextStart(past.Last) is { } next && now < next) return Problem.Because("You can try again in {0} minutes.", (int)Math.Ceiling((next - now).TotalMinutes));
        return null;
    }

    /// <summary>
    /// Unseen questions first, then those this person saw least; by chance among equals. None that isn't there in the attempt's language.
    /// Questions on clauses of other trades come last: they are asked only where the others don't suffice, so that nobody is turned away for their trade.
    /// </summary>
    private async Task<List<Candidate>> Draw(long courseId, NewAttempt ask, QuizSettings settings, IReadOnlyList<DrawLine> lines, IReadOnlyCollection<string>? only, Entropy chance, CancellationToken ct)
    {
        var rows = await db.Rows<Candidate>(
            """
            select q.id as question_id, v.id as version_id, v.kind, v.max_mark, v.body, q.category, v.clause, t.tag, coalesce(s.seen, 0) as seen
            from quizzes_question q
            join quizzes_question_version v on v.id = q.current_version_id
            left join quizzes_question_tag t on t.question_version_id = v.id
            left join (
                select sv.question_id, count(*) as seen from quizzes_attempt a
                join quizzes_slot l on l.attempt_id = a.id join quizzes_question_version sv on sv.id = l.question_version_id
                where a.person_id = @PersonId group by sv.question_id) s on s.question_id = q.id
            where q.course_id = @courseId and q.retired_at is null and v.voided_at is null
                and coalesce(v.only_language, @Language) = @Language
            order by v.id
            """, new { courseId, ask.PersonId, ask.Language }, ct);
        if (only is not null) rows.RemoveAll(r => r.Clause is null || !only.Contains(r.Clause));
        var byVersion = rows.GroupBy(r => r.VersionId).ToDictionary(g => g.Key, g => g.First());
        var candidates = rows.GroupBy(r => r.VersionId).Select(g => new DrawCandidate(g.Key, [.. g.Select(r => r.Tag).OfType<string>()], g.First().Category)).ToList();
        chance.Shuffle(candidates);
        var own = await trades.Of(ask.PersonId, ct);
        var clauses = own.AreEvery ? null : await ClauseTrades.Of(db, courseId, ct);
        bool IsElsewhere(DrawCandidate candidate) => clauses is not null && !own.Fit(clauses.Of(byVersion[candidate.Id].Clause));
        var picked = QuestionDraw.Pick(lines, [.. candidates.OrderBy(IsElsewhere).ThenBy(c => byVersion[c.Id].Seen)]).Select(c => byVersion[c.Id]).ToList();
        if (settings.Shuffle) chance.Shuffle(picked);
        else picked.Sort((a, b) => a.VersionId.CompareTo(b.VersionId));
        return picked;
    }

    /// <summary>Last before the commit and in the order of the ids, so that those who start at once neither wait long nor block one another for good.</summary>
    private async Task CountGiven(long personId, List<Candidate> questions, CancellationToken ct)
    {
        foreach (var id in questions.Select(q => q.QuestionId).Order())
        {
            await db.Execute(
                """
                insert into quizzes_exposure(question_id, shard, given) values (@id, @shard, 1)
                on conflict (question_id, shard) do update set given = quizzes_exposure.given + 1
                """, new { id, shard = (int)(personId % ExposureShards) }, ct);
        }
    }

    private static IReadOnlyList<string> OptionOrder(Candidate question, QuizSettings settings, Entropy chance)
    {
        var body = QuestionBody.From(question.Body);
        return QuestionKinds.Find(question.Kind).Order(body.Content, settings.MixesOptions && body.Shuffle, chance);
    }

    [LoggerMessage(3001, LogLevel.Warning, "Quiz {QuizId} asks {Wanted} questions but its bank gave {Got}")]
    private static partial void TooFew(ILogger logger, long quizId, int wanted, int got);
}
