using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Courses.Contracts;

/// <param name="Lesson">The lesson's slug.</param>
/// <param name="Position">How far down the reader got, in percent.</param>
/// <param name="CourseCompleted">Every lesson of the current version is read, in this round.</param>
public sealed record LessonProgress(string Lesson, int Position, bool Completed, bool CourseCompleted);

/// <summary>What a person has read. Reading is counted in rounds: a renewal that asks for reading again begins a new one.</summary>
public interface ICourseProgress
{
    /// <summary>Remembers where somebody is in a lesson of the current version. A lesson once completed stays so; the last one completes the course.</summary>
    /// <param name="position">0 to 100; kept where <paramref name="completed"/> is false.</param>
    /// <returns>Problem "not-found" where there is no such course or lesson.</returns>
    Task<Outcome<LessonProgress>> Save(long personId, string slug, string lesson, int position, bool completed, CancellationToken ct);

    /// <summary>Asks the person to read the course again: begins a new round if the present one is completed, else changes nothing.</summary>
    Task<Problem?> Restart(long personId, long courseId, CancellationToken ct);
}
