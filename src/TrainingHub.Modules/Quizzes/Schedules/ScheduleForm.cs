using System.Globalization;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes.Schedules;

/// <summary>The form of a scheduled quiz as it is posted and shown again; what was typed stays.</summary>
internal sealed class ScheduleForm
{
    public static readonly IReadOnlyDictionary<string, int> Units = new Dictionary<string, int> { ["minutes"] = 1, ["hours"] = 60, ["days"] = 24 * 60 };

    public long Quiz { get; set; }
    public string? Heading { get; set; }
    public string? HeadingEn { get; set; }
    public string Repeats { get; set; } = "once";
    public DateOnly? From { get; set; }
    public TimeOnly? Opens { get; set; }
    public int? OpenFor { get; set; }
    public string Unit { get; set; } = "hours";
    public DayOfWeek[] Weekdays { get; set; } = [];
    public int? Day { get; set; }
    public int Week { get; set; } = 1;
    public DayOfWeek Weekday { get; set; } = DayOfWeek.Monday;
    public DateOnly? Until { get; set; }
    public int? Times { get; set; }
    public int? Questions { get; set; }
    public int? Attempts { get; set; } = 1;
    public string[] Sites { get; set; } = [];
    public string[] Departments { get; set; } = [];
    public string[] Positions { get; set; } = [];
    public int? HiredWithin { get; set; }
    public int? EmployedFor { get; set; }
    public AudienceFields More { get; set; } = new();
    public int Revision { get; set; }

    public Audience ToAudience() => More.Complete(new Audience(Sites, Departments, Positions, HiredWithin, EmployedFor));

    public Outcome<SeriesPlan> Plan()
    {
        if (From is not { } from || Opens is not { } opens) return Problem.Because("Say on which day it opens first, and at what time.");
        if (OpenFor is not { } number || !Units.TryGetValue(Unit, out var unit)) return Problem.Because("Say how long it stays open.");
        var recurrence = new Recurrence(Repeats, from, opens, (int)Math.Clamp((long)number * unit, 0, int.MaxValue))
        {
            Until = Repeats == "once" ? null : Until,
            Times = Repeats == "once" ? null : Times,
            Weekdays = Repeats switch { "weekly" => [.. Weekdays.Distinct().OrderBy(d => ((int)d + 6) % 7)], "monthly-weekday" => [Weekday], _ => [] },
            Day = Repeats == "monthly-day" ? Day ?? from.Day : 1,
            Week = Repeats == "monthly-weekday" ? Week : 1,
        };
        return new SeriesPlan(Quiz, Heading ?? "", recurrence, ToAudience()) { TitleEn = string.IsNullOrWhiteSpace(HeadingEn) ? null : HeadingEn, Questions = Questions, Attempts = Attempts ?? 1 };
    }

    public static ScheduleForm Of(SeriesPlan plan, int revision)
    {
        var rule = plan.Recurrence;
        var unit = Units.Reverse().First(u => rule.OpenMinutes % u.Value == 0);
        return new ScheduleForm
        {
            Quiz = plan.QuizId, Heading = plan.Title, HeadingEn = plan.TitleEn, Repeats = rule.Repeats, From = rule.From, Opens = rule.Opens, OpenFor = rule.OpenMinutes / unit.Value, Unit = unit.Key,
            Weekdays = [.. rule.Weekdays], Day = rule.Day, Week = rule.Week, Weekday = rule.Weekdays.FirstOrDefault(DayOfWeek.Monday), Until = rule.Until, Times = rule.Times,
            Questions = plan.Questions, Attempts = plan.Attempts, Revision = revision,
            Sites = [.. plan.Audience.Sites ?? []], Departments = [.. plan.Audience.Departments ?? []], Positions = [.. plan.Audience.Positions ?? []], HiredWithin = plan.Audience.HiredWithin, EmployedFor = plan.Audience.EmployedFor,
            More = AudienceFields.Of(plan.Audience),
        };
    }

    public static string Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    public static string Iso(TimeOnly? time) => time?.ToString("HH:mm", CultureInfo.InvariantCulture) ?? "";
}
