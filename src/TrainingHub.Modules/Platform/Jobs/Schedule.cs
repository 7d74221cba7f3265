using Quartz;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Platform.Jobs;

/// <summary>When a job runs: a Quartz cron expression in the hub's zone, and how to say it.</summary>
public sealed record Schedule(string Cron, string Words, params object[] Arguments)
{
    public string Say(Localizer t) => t[Words, Arguments];

    /// <summary>The first time after the given one; null where the schedule never fires again.</summary>
    public DateTimeOffset? Next(DateTimeOffset after, TimeZoneInfo zone)
    {
        var expression = new CronExpression(Cron, zone);
        return expression.GetNextValidTimeAfter(after)?.ToUniversalTime();
    }
}

public static class Daily
{
    public static Schedule At(int hour, int minute) => new($"0 {minute} {hour} * * ?", "Every day at {0}", $"{hour:00}:{minute:00}");
}

public static class Weekly
{
    public static Schedule OnSundays(int hour, int minute) => new($"0 {minute} {hour} ? * SUN", "Every Sunday at {0}", $"{hour:00}:{minute:00}");
}

public static class Every
{
    public static Schedule Minutes(int count) => count == 1 ? new("0 * * * * ?", "Every minute") : new($"0 0/{count} * * * ?", "Every {0} minutes", count);

    public static Schedule Hours(int count) => count == 1 ? new("0 0 * * * ?", "Every hour") : new($"0 0 0/{count} * * ?", "Every {0} hours", count);
}
