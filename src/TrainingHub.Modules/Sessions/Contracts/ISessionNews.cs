namespace TrainingHub.Modules.Sessions.Contracts;

/// <param name="What">seat, changed, cancelled or removed</param>
/// <param name="When">Day and times where it is held, the same in both languages.</param>
/// <param name="Why">Of a cancelled one.</param>
public sealed record SessionNewsLine(string What, string TitleZh, string TitleEn, string When, string Place, string? Why);

/// <param name="Ids">Of all that waits, also of what is no longer true and not said.</param>
/// <param name="Newest">When the last of it was noted.</param>
/// <param name="MattersAt">The earliest start that the person may reckon with.</param>
public sealed record SessionNewsPile(IReadOnlyList<long> Ids, DateTimeOffset Newest, DateTimeOffset MattersAt, IReadOnlyList<SessionNewsLine> Lines);

/// <summary>What people must be told of their places in classroom sessions, for the day's one mail.</summary>
public interface ISessionNews
{
    /// <summary>Ids, ascending, of people to whom something is to be said.</summary>
    Task<IReadOnlyList<long>> Waiting(long after, int most, CancellationToken ct);

    /// <summary>What waits for a person, as it stands now; null where nothing does.</summary>
    Task<SessionNewsPile?> Of(long personId, CancellationToken ct);

    /// <summary>It is said, in the transaction of the caller.</summary>
    Task Told(SessionNewsPile pile, CancellationToken ct);
}
