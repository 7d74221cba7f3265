using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Simulation.Checks;

/// <summary>Who has which status, as HR would report it; kept as a digest, so that the same day can be asked for again years later.</summary>
internal sealed class StatusReport(Db db, HubSettings settings)
{
    private sealed record Line(long PersonId, string Program, int Number, string Status, DateOnly? CertifiedOn, DateOnly? ExpiresOn);

    /// <summary>A day by all that is known of it; at its end, what is reported.</summary>
    public Task<Diary.Report> Known(DateOnly day, CancellationToken ct) => Of(day, PeriodStatusSql.EverythingKnown, ct);

    /// <summary>The same day, as it was recorded by its end.</summary>
    public Task<Diary.Report> AsOf(DateOnly day, CancellationToken ct) => Of(day, settings.TimeZone.StartOfDay(day.AddDays(1)), ct);

    private async Task<Diary.Report> Of(DateOnly day, DateTimeOffset known, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var count = 0L;
        await foreach (var line in db.Stream<Line>(
            $"""
            with {PeriodStatusSql.Known}
            select k.person_id, p.slug as program, k.number, {PeriodStatusSql.Status} as status, k.completed_on as certified_on, k.expires_on
            from known k join v_certification_program p on p.id = k.program_id order by k.person_id, p.slug, k.number
            """, new { day, known }, ct))
        {
            if (line.Status == "not-yet-assigned") continue;
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{line.PersonId}|{line.Program}|{line.Number}|{line.Status}|{line.CertifiedOn:O}|{line.ExpiresOn:O}\n")));
            count++;
        }
        return new Diary.Report(day, Convert.ToHexStringLower(hash.GetHashAndReset()), count);
    }
}
