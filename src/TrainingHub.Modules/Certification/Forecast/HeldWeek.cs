namespace TrainingHub.Modules.Certification.Forecast;

/// <summary>The weeks of the forecast begin on Monday and are named by it.</summary>
internal static class HeldWeek
{
    public const int Shown = 53;

    public static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    /// <summary>The week of the last day on which somebody holds it where they work: it expires then, or they leave before.</summary>
    public static DateOnly Of(DateOnly expires, DateOnly? left) => Monday(left < expires ? left.Value : expires);
}
