using Microsoft.AspNetCore.WebUtilities;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Certification.History;

/// <summary>A page of somebody's time line, as both pages show it.</summary>
/// <param name="IsOwn">The reader's own.</param>
/// <param name="Program">The slug it is filtered by.</param>
/// <param name="Page">From 1.</param>
internal sealed record TimelineView(string Address, bool IsOwn, TimeZoneInfo Zone, Localizer T, IReadOnlyList<TimelineProgram> Programs, string? Program, int Page, IReadOnlyList<TimelineEntry> Entries, bool HasOlder)
{
    private const int PageSize = 50;

    // Nobody reads further by hand, and a number out of an address must not overflow.
    private const int MostPages = 10_000;

    public string Time(DateTimeOffset at) => T.Time(at, Zone);

    public string Url(int page) => QueryHelpers.AddQueryString(Address, Parts(Program, page));

    /// <summary>The whole of it as a file.</summary>
    public string FileUrl => QueryHelpers.AddQueryString(Address + ".csv", Parts(Program, 1));

    public static async Task<TimelineView> Of(ReadTimeline read, TimelineWords words, Localizer t, string address, bool isOwn, long person, TimeZoneInfo zone, string? program, int? part, CancellationToken ct)
    {
        var number = Math.Clamp(part ?? 1, 1, MostPages);
        var rows = await read.Handle(person, program, (number - 1) * PageSize, PageSize + 1, ct);
        return new TimelineView(address, isOwn, zone, t, await read.Programs(person, ct), program, number, await words.Say(rows.Take(PageSize), ct), rows.Count > PageSize);
    }

    private static Dictionary<string, string?> Parts(string? program, int page)
    {
        var parts = new Dictionary<string, string?>();
        if (!string.IsNullOrEmpty(program)) parts["program"] = program;
        if (page > 1) parts["part"] = page.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return parts;
    }
}
