using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Assigning;

/// <summary>All that rules have ever said: what each said at an instant is found without putting it together again for every person.</summary>
internal sealed class RuleBook(IReadOnlyList<RuleVersion> versions)
{
    private readonly DateTimeOffset[] instants = [.. versions.Select(v => v.RecordedAt).Distinct().Order()];
    private readonly Dictionary<DateTimeOffset, RuleVersion[]> known = [];

    public static async Task<RuleBook> Read(Db db, DateTimeOffset now, CancellationToken ct) =>
        new(await db.Rows<RuleVersion>($"select {RuleVersion.Columns} from {RuleVersion.Tables} where r.recorded_at <= @now order by r.id", new { now }, ct));

    /// <summary>Of each rule what it said at that instant.</summary>
    public RuleVersion[] KnownAt(DateTimeOffset at)
    {
        var before = After(at) - 1;
        if (before < 0) return [];
        if (!known.TryGetValue(instants[before], out var then)) known[instants[before]] = then = [.. RuleVersion.KnownAt(versions, instants[before])];
        return then;
    }

    /// <summary>When a rule said something new for the first time after that instant.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset at) => After(at) is var i && i < instants.Length ? instants[i] : null;

    private int After(DateTimeOffset at)
    {
        var i = Array.BinarySearch(instants, at);
        return i < 0 ? ~i : i + 1;
    }
}
