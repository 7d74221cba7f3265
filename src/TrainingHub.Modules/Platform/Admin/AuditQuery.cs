using System.Globalization;

namespace TrainingHub.Modules.Platform.Admin;

internal sealed record AuditRow(long Id, DateTimeOffset At, long? ActorId, string ActorKind, string? Via, string Action, string Subject, string? Detail);

/// <summary>A selection of the audit log; what is empty does not restrict. Dates are days of the hub's zone, both inclusive.</summary>
internal sealed record AuditQuery(string? Action, string? Subject, long? Actor, DateOnly? From, DateOnly? To)
{
    public const string Sql =
        """
        select id, at, actor_id, actor_kind, via, action, subject, detail from platform_audit
        where (cast(@Action as text) is null or action like @Action escape '!') and (cast(@Subject as text) is null or subject = @Subject)
          and (@Actor < 0 or actor_id = @Actor) and at >= @From and at < @To and id < @Last
        order by id desc limit @Limit
        """;

    public object Arguments(TimeZoneInfo zone, long last, int limit) => new
    {
        Action = string.IsNullOrWhiteSpace(Action) ? null : Action.Trim().Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal) + "%",
        Subject = string.IsNullOrWhiteSpace(Subject) ? null : Subject.Trim(), Actor = Actor ?? -1,
        From = Start(From ?? new DateOnly(2000, 1, 1), zone), To = Start((To ?? new DateOnly(2999, 12, 30)).AddDays(1), zone), Last = last, Limit = limit,
    };

    /// <summary>The same selection as an address.</summary>
    public string Url(string path, long? before)
    {
        var parts = new List<string>();
        void Add(string name, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value)) parts.Add($"{name}={Uri.EscapeDataString(value)}");
        }

        Add("action", Action);
        Add("subject", Subject);
        Add("actor", Actor?.ToString(CultureInfo.InvariantCulture));
        Add("from", From?.ToString("O", CultureInfo.InvariantCulture));
        Add("to", To?.ToString("O", CultureInfo.InvariantCulture));
        Add("before", before?.ToString(CultureInfo.InvariantCulture));
        return parts.Count == 0 ? path : $"{path}?{string.Join('&', parts)}";
    }

    private static DateTimeOffset Start(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        // Where the clocks go forward at midnight the day begins an hour later.
        while (zone.IsInvalidTime(midnight)) midnight = midnight.AddMinutes(30);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }
}
