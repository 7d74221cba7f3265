using System.Globalization;

namespace TrainingHub.Modules.People.Calendar;

/// <summary>Days of the week as they are kept: ISO numbers (Monday is 1), separated by blanks.</summary>
internal static class WeekDays
{
    public static readonly IReadOnlyList<DayOfWeek> All =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    /// <summary>Where nobody says otherwise.</summary>
    public const string Weekend = "6 7";

    public static int Number(DayOfWeek day) => day == DayOfWeek.Sunday ? 7 : (int)day;

    public static IReadOnlySet<DayOfWeek> Read(string kept) => kept.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => (DayOfWeek)(int.Parse(n, CultureInfo.InvariantCulture) % 7)).ToHashSet();

    public static string Write(IEnumerable<DayOfWeek> days) => string.Join(' ', days.Select(Number).Distinct().Order());
}
