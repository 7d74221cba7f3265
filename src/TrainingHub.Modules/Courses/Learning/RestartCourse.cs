using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Courses.Learning;

/// <summary>Begins a new round of reading, for a renewal that asks for it. Nothing of the earlier rounds is touched.</summary>
internal sealed class RestartCourse(Db db, Rounds rounds, TimeProvider clock)
{
    public async Task<Problem?> Handle(long personId, long courseId, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        if (await db.Scalar<long>("select count(*) from v_course where id = @courseId", new { courseId }, ct) == 0) return Problem.NotFound("There is no such course.");
        var round = await rounds.LockPresent(personId, courseId, ct);
        // Asked twice, or before the present round is done: the person is reading already.
        if (await db.Scalar<long>("select count(*) from courses_completion where person_id = @personId and course_id = @courseId and round = @round", new { personId, courseId, round }, ct) > 0)
            await db.Execute("insert into courses_round(person_id, course_id, round, started_at) values (@personId, @courseId, @Next, @Now) on conflict (person_id, course_id, round) do nothing",
                new { personId, courseId, Next = round + 1, Now = clock.GetUtcNow() }, ct);
        await tx.Commit(ct);
        return null;
    }
}

internal sealed class Rounds(Db db, TimeProvider clock)
{
    /// <summary>The person's present round of the course, begun where there is none, and locked until the transaction ends.</summary>
    public async Task<int> LockPresent(long personId, long courseId, CancellationToken ct)
    {
        await db.Execute("insert into courses_round(person_id, course_id, round, started_at) values (@personId, @courseId, 1, @Now) on conflict (person_id, course_id, round) do nothing",
            new { personId, courseId, Now = clock.GetUtcNow() }, ct);
        // The first round's row is the lock for all of them, so that two restarts can't pass each other.
        await db.Row<int>($"select round from courses_round where person_id = @personId and course_id = @courseId and round = 1 {db.Dialect.ForUpdate}", new { personId, courseId }, ct);
        return await db.Scalar<int>("select max(round) from courses_round where person_id = @personId and course_id = @courseId", new { personId, courseId }, ct);
    }
}
