using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Contracts;

/// <summary>A short quiz that comes round again and again, as the files of a course ask for it.</summary>
/// <param name="Slug">Stays the same for ever: by it a changed file finds what it made before.</param>
/// <param name="Quiz">Slug of the quiz whose questions are asked.</param>
/// <param name="Questions">Asked in one sitting; those a person has not seen come first.</param>
/// <param name="Every">One of <see cref="Rhythms"/>.</param>
/// <param name="Week">month: the first to fourth such weekday of it, 5 for the last; week: 1.</param>
/// <param name="Opens">In the hub's zone.</param>
/// <param name="OpenDays">How many days it stays open.</param>
public sealed record RefresherPlan(string Slug, LocalText Title, string Quiz, int Questions, string Every, int Week, DayOfWeek Weekday, TimeOnly Opens, int OpenDays, Audience Audience)
{
    public static readonly string[] Rhythms = ["month", "week"];
}

/// <summary>Refreshers become scheduled quizzes of the hub's own. What a trainer changed there stays until the file itself says something new.</summary>
public interface IRefreshers
{
    /// <returns>Whether something changed.</returns>
    Task<Outcome<bool>> Keep(long courseId, RefresherPlan plan, CancellationToken ct);

    /// <summary>Ends those that the course's file names no more; what is open stays open until its time.</summary>
    /// <returns>Whether something changed.</returns>
    Task<bool> EndOthers(long courseId, IReadOnlyCollection<string> slugs, CancellationToken ct);

    /// <summary>As the file says them, in the order of their slugs.</summary>
    Task<IReadOnlyList<RefresherPlan>> Of(long courseId, CancellationToken ct);
}
