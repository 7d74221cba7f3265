using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Quizzes.Schedules;

/// <summary>Opens a scheduled quiz on some clauses for a list of people.</summary>
internal sealed class ClauseSittings(Db db, Events events, Audit audit, Actor actor, TimeProvider clock) : IClauseSittings
{
    private const int Chunk = 500;

    private sealed record Counted(string? OnlyLanguage, int Count);

    public async Task<int> Questions(long courseId, IReadOnlyCollection<string> clauses, CancellationToken ct)
    {
        if (clauses.Count == 0 || await Quiz(courseId, ct) is null) return 0;
        var codes = clauses.ToArray();
        var counted = await db.Rows<Counted>(
            $"""
            select v.only_language, count(*) as count from quizzes_question q join quizzes_question_version v on v.id = q.current_version_id
            where q.course_id = @courseId and q.retired_at is null and v.voided_at is null and {db.Dialect.In("v.clause", "codes")} group by v.only_language
            """, new { courseId, codes }, ct);
        // Whoever reads the language with fewer must find as many.
        return Languages.All.Min(language => counted.Where(c => c.OnlyLanguage is null || c.OnlyLanguage == language).Sum(c => c.Count));
    }

    public async Task<OpenedSitting?> Open(ClauseSitting sitting, CancellationToken ct)
    {
        if (!db.InTransaction) throw new InvalidOperationException("Opened alone, nobody would know what it is for.");
        var number = Math.Min(sitting.Questions, await Questions(sitting.CourseId, sitting.Clauses, ct));
        if (number < 1 || await Quiz(sitting.CourseId, ct) is not { } quizId) return null;
        var id = await db.Insert(
            """
            insert into quizzes_schedule(quiz_id, title, title_en, opens_at, closes_at, audience, state, created_by, created_at, questions, attempts, clauses, lead_url)
            values (@quizId, @Zh, @En, @now, @ClosesAt, '{}', 'open', @by, @now, @number, @Attempts, @clauses, @LeadUrl) returning id
            """, new { quizId, sitting.Title.Zh, sitting.Title.En, now = clock.GetUtcNow(), sitting.ClosesAt, by = actor.PersonId ?? Series.Hub, number, sitting.Attempts, clauses = string.Join(' ', sitting.Clauses), sitting.LeadUrl }, ct);
        foreach (var ids in sitting.People.Distinct().Order().Chunk(Chunk))
            await db.Execute($"insert into quizzes_schedule_person(schedule_id, person_id) select @id, p.id from v_people_person p where {db.Dialect.In("p.id", "ids")}", new { id, ids }, ct);
        await audit.Write("quizzes.clauses-opened", $"schedule:{id}", new { sitting.Clauses, number, people = sitting.People.Count }, ct);
        await events.Tell(new ScheduleOpened(id), ct);
        return new OpenedSitting(id, quizId, number);
    }

    /// <summary>The course's own quiz, else its first.</summary>
    private Task<long?> Quiz(long courseId, CancellationToken ct) =>
        db.Scalar<long?>("select q.id from v_quiz q join v_course c on c.id = q.course_id where q.course_id = @courseId order by case when q.slug = c.slug then 0 else 1 end, q.id limit 1", new { courseId }, ct);
}
