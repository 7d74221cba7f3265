using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certification.Contracts;

/// <summary>
/// In which zone the civil days of a period are counted: the one that its policy names, else that of the person's site. Whatever makes a day of a period out of an instant asks here, or in SQL
/// <see cref="IPolicyDays"/>.
/// </summary>
public static class PolicyZone
{
    /// <param name="name">Of the policy, as v_certification_period has it; null where it names none.</param>
    /// <param name="home">Of the person's site.</param>
    public static TimeZoneInfo Of(string? name, TimeZoneInfo home) => name is null ? home : TimeZoneInfo.FindSystemTimeZoneById(name);

    /// <summary>What is wrong with a name; null where nothing is. Only IANA names, which mean the same on every machine.</summary>
    public static Problem? Fault(string name) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId ? null : Problem.Because("{0} is no time zone. Write an IANA name such as Asia/Shanghai.", name);
}
