using System.Globalization;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certificates;

/// <summary>Hands out "GROO-2026-000001": the programme's letters, the year, and a running number of both.</summary>
internal sealed class SerialNumbers(Db db)
{
    /// <summary>The first four letters and digits of the slug; programmes that share them share the running number, so that a serial stays unique.</summary>
    public static string Prefix(string programSlug)
    {
        var letters = string.Concat(programSlug.Where(char.IsAsciiLetterOrDigit).Take(4)).ToUpperInvariant();
        return letters.Length > 0 ? letters : "CERT";
    }

    /// <summary>The row of prefix and year stays locked until the transaction ends, so that no number is given twice.</summary>
    public async Task<string> Next(string programSlug, int year, CancellationToken ct)
    {
        var prefix = Prefix(programSlug);
        var number = await db.Insert(
            """
            insert into certificates_serial(prefix, year, last_number) values (@prefix, @year, 1)
            on conflict (prefix, year) do update set last_number = certificates_serial.last_number + 1
            returning last_number
            """,
            new { prefix, year }, ct);
        return string.Create(CultureInfo.InvariantCulture, $"{prefix}-{year}-{number:000000}");
    }
}
