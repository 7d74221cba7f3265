using System.Globalization;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Sessions;

/// <summary>When a session is, as people say it.</summary>
internal static class SessionWords
{
    /// <summary>Day and times where it is held; the zone's name too where the reader's clocks may show something else.</summary>
    public static string When(Localizer t, DateTimeOffset starts, DateTimeOffset ends, TimeZoneInfo zone, TimeZoneInfo? reader = null)
    {
        var from = TimeZoneInfo.ConvertTime(starts, zone);
        var day = t.IsChinese ? from.ToString("yyyy'年'M'月'd'日' ddd", t.Culture) : from.ToString("ddd d MMMM yyyy", t.Culture);
        return $"{day}{(t.IsChinese ? " " : ", ")}{Hours(starts, ends, zone)}{Zone(starts, zone, reader)}";
    }

    /// <summary>The same without words, for a mail that is written later in either language.</summary>
    public static string Plain(DateTimeOffset starts, DateTimeOffset ends, TimeZoneInfo zone, TimeZoneInfo reader) =>
        $"{TimeZoneInfo.ConvertTime(starts, zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} {Hours(starts, ends, zone)}{Zone(starts, zone, reader)}";

    public static string Hours(DateTimeOffset starts, DateTimeOffset ends, TimeZoneInfo zone) => $"{Clock(starts, zone)}–{Clock(ends, zone)}";

    public static string Clock(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string Zone(DateTimeOffset at, TimeZoneInfo zone, TimeZoneInfo? reader) => reader is null || reader.GetUtcOffset(at) == zone.GetUtcOffset(at) ? "" : $" ({zone.Id})";
}
