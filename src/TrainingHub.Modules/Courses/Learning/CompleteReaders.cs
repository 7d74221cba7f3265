using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.Courses.Learning;

/// <summary>
/// A new version may lack just the lessons that somebody had not read yet. Nobody should have to open a lesson again for the course to notice.
/// </summary>
internal sealed class CompleteReaders(Db db, Rounds rounds, CompleteCourse completeCourse) : IConsumer<CoursePublished>
{
    public async Task Handle(CoursePublished published, WorkItem item, CancellationToken ct)
    {
        var readers = await db.Rows<long>(
            """
            select r.person_id from courses_round r
            where r.course_id = @CourseId
              and r.round = (select max(x.round) from courses_round x where x.person_id = r.person_id and x.course_id = r.course_id)
              and not exists (select 1 from courses_completion k where k.person_id = r.person_id and k.course_id = r.course_id and k.round = r.round)
              and not exists (
                select 1 from v_course c join courses_lesson l on l.version_id = c.version_id
                where c.id = r.course_id and not exists (
                  select 1 from courses_progress p where p.person_id = r.person_id and p.course_id = r.course_id and p.round = r.round and p.lesson = l.slug and p.completed_at is not null))
            order by r.person_id
            """,
            published, ct);
        foreach (var person in readers)
        {
            await using var tx = await db.Begin(ct); // one person each: short, and repeatable where it was interrupted
            await completeCourse.Handle(person, published.CourseId, await rounds.LockPresent(person, published.CourseId, ct), ct);
            await tx.Commit(ct);
        }
    }
}
