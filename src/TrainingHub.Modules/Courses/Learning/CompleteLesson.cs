using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.Courses.Learning;

/// <summary>
/// Remembers how far somebody read, and that a lesson is read. May be repeated: a tick stays, and a course is completed once a round.
/// </summary>
internal sealed class CompleteLesson(Db db, Rounds rounds, CompleteCourse completeCourse, TimeProvider clock)
{
    private sealed record Lesson(long CourseId, long VersionId);

    private sealed record Progress(int Position, DateTimeOffset? CompletedAt);

    public async Task<Outcome<LessonProgress>> Handle(long personId, string slug, string lesson, int position, bool completed, CancellationToken ct)
    {
        if (position is < 0 or > 100) return Problem.Because("The position is a percentage from 0 to 100, not {0}.", position);
        await using var tx = await db.Begin(ct);
        var current = await db.Row<Lesson>("select c.id as course_id, c.version_id from v_course c join courses_lesson l on l.version_id = c.version_id where c.slug = @slug and l.slug = @lesson", new { slug, lesson }, ct);
        if (current is null) return Problem.NotFound("There is no lesson {0} in the course {1}.", lesson, slug);
        var round = await rounds.LockPresent(personId, current.CourseId, ct);
        var now = clock.GetUtcNow();
        await db.Execute(
            """
            insert into courses_progress(person_id, course_id, round, lesson, version_id, opened_at, seen_at, completed_at, position)
            values (@personId, @CourseId, @round, @lesson, @VersionId, @now, @now, @CompletedAt, @position)
            on conflict (person_id, course_id, round, lesson) do update set
              seen_at = excluded.seen_at, position = excluded.position,
              version_id = case when courses_progress.completed_at is null then excluded.version_id else courses_progress.version_id end,
              completed_at = coalesce(courses_progress.completed_at, excluded.completed_at)
            """,
            new { personId, current.CourseId, round, lesson, current.VersionId, now, CompletedAt = completed ? now : (DateTimeOffset?)null, position }, ct);
        var progress = (await db.Row<Progress>("select position, completed_at from courses_progress where person_id = @personId and course_id = @CourseId and round = @round and lesson = @lesson",
            new { personId, current.CourseId, round, lesson }, ct))!;
        var isCourseCompleted = await completeCourse.Handle(personId, current.CourseId, round, ct);
        await tx.Commit(ct);
        return new LessonProgress(lesson, progress.Position, progress.CompletedAt is not null, isCourseCompleted);
    }
}

/// <summary>Writes the completion when the last lesson of the current version is read, and tells it; once a round.</summary>
internal sealed class CompleteCourse(Db db, Events events, TimeProvider clock)
{
    private sealed record Course(string Slug, long VersionId);

    /// <summary>True where the round is complete, now or before. The caller holds the lock on the round.</summary>
    public async Task<bool> Handle(long personId, long courseId, int round, CancellationToken ct)
    {
        var key = new { personId, courseId, round };
        if (await db.Scalar<long>("select count(*) from courses_completion where person_id = @personId and course_id = @courseId and round = @round", key, ct) > 0) return true;
        var unread = await db.Scalar<long>(
            """
            select count(*) from v_course c join courses_lesson l on l.version_id = c.version_id
            where c.id = @courseId and not exists (
              select 1 from courses_progress p
              where p.person_id = @personId and p.course_id = @courseId and p.round = @round and p.lesson = l.slug and p.completed_at is not null)
            """, key, ct);
        if (unread > 0) return false;
        var course = (await db.Row<Course>("select slug, version_id from v_course where id = @courseId", key, ct))!;
        var now = clock.GetUtcNow();
        await using var tx = await db.Begin(ct);
        var id = await db.Insert("insert into courses_completion(person_id, course_id, round, version_id, completed_at) values (@personId, @courseId, @round, @VersionId, @now) returning id",
            new { personId, courseId, round, course.VersionId, now }, ct);
        await events.Tell(new CourseCompleted(id, personId, courseId, course.Slug, now), ct);
        await tx.Commit(ct);
        return true;
    }
}
