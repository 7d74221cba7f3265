using System.Globalization;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Schedules;

/// <summary>A rule as people say it.</summary>
internal static class RecurrenceWords
{
    /// <summary>As people here count the week.</summary>
    public static readonly DayOfWeek[] Week = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    /// <summary>Chinese says 周一 in a timetable, not 星期一.</summary>
    public static string Weekday(Localizer t, DayOfWeek day) => t.Language == Languages.Chinese ? t.Culture.DateTimeFormat.GetAbbreviatedDayName(day) : t.Culture.DateTimeFormat.GetDayName(day);

    public static string Rhythm(Localizer t, Recurrence rule) => rule.Repeats switch
    {
        "once" => t["Once, on {0}", t.Date(rule.From)],
        "working-days" => t["On working days, Monday to Friday"],
        "weekly" => t["Weekly on {0}", string.Join(t.Language == Languages.Chinese ? "、" : ", ", rule.Weekdays.Select(d => Weekday(t, d)))],
        "monthly-day" => t["Monthly on day {0}", rule.Day],
        _ => rule.Week switch
        {
            1 => t["Monthly on the first {0}", Weekday(t, rule.Weekdays[0])],
            2 => t["Monthly on the second {0}", Weekday(t, rule.Weekdays[0])],
            3 => t["Monthly on the third {0}", Weekday(t, rule.Weekdays[0])],
            4 => t["Monthly on the fourth {0}", Weekday(t, rule.Weekdays[0])],
            _ => t["Monthly on the last {0}", Weekday(t, rule.Weekdays[0])],
        },
    };

    /// <summary>Null where it has none.</summary>
    public static string? End(Localizer t, Recurrence rule) => (rule.Until, rule.Times) switch
    {
        ({ } until, { } times) => t["until {0}, at most {1} times", t.Date(until), times],
        ({ } until, null) => t["until {0}", t.Date(until)],
        (null, { } times) => t["{0} times", times],
        _ => null,
    };

    public static string Hours(Localizer t, Recurrence rule) => t["Opens at {0}, stays open for {1}", rule.Opens.ToString("HH:mm", CultureInfo.InvariantCulture), Length(t, rule.OpenMinutes)];

    private static string Length(Localizer t, int minutes) => minutes switch
    {
        24 * 60 => t["1 day"],
        _ when minutes % (24 * 60) == 0 => t["{0} days", minutes / (24 * 60)],
        60 => t["1 hour"],
        _ when minutes % 60 == 0 => t["{0} hours", minutes / 60],
        _ => t["{0} minutes", minutes],
    };
}
