using System.Text;
using TrainingHub.Modules.Certificates.Contracts;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certificates.Verification;

/// <summary>Finds a certificate for somebody from outside, and shows no more of it than it must.</summary>
internal sealed class VerifyCertificate(Db db, IPolicyDays days, TimeProvider clock) : ICertificateVerification
{
    private const int LongestInput = 200;

    private sealed record Row(string Number, long PeriodId, string? Data, DateOnly ValidFrom, DateOnly? ExpiresOn, DateTimeOffset? EndedAt, string? EndKind, string TitleZh, string TitleEn);

    private sealed record Named(string Code, string? Data);

    public async Task<VerifiedCertificate?> Find(string code, CancellationToken ct)
    {
        var row = await db.Row<Row>(
            """
            select c.number, c.period_id, c.data, c.valid_from, c.expires_on, c.ended_at, c.end_kind, p.title_zh, p.title_en
            from certificates_certificate c join v_certification_program p on p.id = c.program_id
            where c.code = @code
            """,
            new { code = Typed(code) }, ct);
        if (row is null) return null;
        var data = row.Data is null ? null : CertificateData.FromJson(row.Data);
        var zone = await days.Zone(row.PeriodId, ct);
        var state = row.EndKind ?? CertificateState.On(zone.DayOf(clock.GetUtcNow()), row.ValidFrom, row.ExpiresOn);
        return new VerifiedCertificate(row.Number, state, data is null ? null : HolderMask.Of(data.HolderName), data?.ProgramTitleZh ?? row.TitleZh, data?.ProgramTitleEn ?? row.TitleEn,
            row.ValidFrom, row.ExpiresOn, row.EndedAt is { } ended ? zone.DayOf(ended) : null);
    }

    public async Task<string?> CodeOf(string number, string holder, CancellationToken ct)
    {
        if (number.Length > LongestInput || holder.Length > LongestInput) return null;
        var row = await db.Row<Named>("select code, data from certificates_certificate where number = @number", new { number = Plain(number).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant() }, ct);
        if (row?.Data is null) return null;
        var data = CertificateData.FromJson(row.Data);
        var name = Plain(holder);
        return name.Length > 0 && (name == Plain(data.HolderName) || name == Plain(data.HolderLatinName ?? "")) ? row.Code : null;
    }

    /// <summary>The code as it was made: the alphabet has no i, l, o and u, so those can only be slips for 1 and 0.</summary>
    private static string Typed(string code) => code.Length > LongestInput ? "" :
        string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant().Replace('o', '0').Replace('i', '1').Replace('l', '1');

    /// <summary>One spelling of a name: composed, half-width, single blanks, without regard to case.</summary>
    private static string Plain(string name) =>
        string.Join(' ', name.Normalize(NormalizationForm.FormKC).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();
}
