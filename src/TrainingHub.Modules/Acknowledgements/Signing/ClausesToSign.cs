using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Acknowledgements.Signing;

/// <summary>A clause in force, and how this person stands to it.</summary>
/// <param name="SignedAt">When its text of now was last signed; null: not yet.</param>
/// <param name="EarlierAt">When any text of it was last signed.</param>
internal sealed record ClauseToSign(string Code, string TitleZh, string TitleEn, string TextZh, string TextEn, string Sha256, DateTimeOffset? SignedAt, DateTimeOffset? EarlierAt)
{
    public bool HasChanged => SignedAt is null && EarlierAt is not null;
}

/// <param name="Signings">How often this person has signed clauses of the course: the next signing has the next number.</param>
internal sealed record StandardToSign(long CourseId, long VersionId, int Version, string Slug, string TitleZh, string TitleEn, IReadOnlyList<ClauseToSign> Clauses, int Signings)
{
    public bool IsSigned => Clauses.All(c => c.SignedAt is not null);

    /// <summary>Names exactly these texts, so that what is signed is what was shown.</summary>
    public string Seal => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Clauses.Select(c => $"{c.Code} {c.Sha256}")))));
}

/// <summary>The clauses of a course that somebody signs: those in force now, of the trades of the person's site.</summary>
internal sealed class ClausesToSign(Db db, ITrades trades)
{
    private sealed record CourseRow(long Id, long VersionId, int Number, string Slug, string TitleZh, string TitleEn);

    private sealed record ClauseRow(long VersionId, string Code, string Trades, string TitleZh, string TitleEn, string TextZh, string TextEn);

    private sealed record SignedRow(long CourseId, string Clause, string TextSha256, DateTimeOffset SignedAt);

    private sealed record CountRow(long CourseId, int Signings);

    /// <param name="clause">Only this one; null: all.</param>
    /// <returns>Null where there is no such course, or nothing of it to sign for this person.</returns>
    public async Task<StandardToSign?> Of(long personId, string slug, string? clause, CancellationToken ct)
    {
        var standard = (await All(personId, slug, ct)).SingleOrDefault();
        if (standard is null || clause is null) return standard;
        var one = standard.Clauses.Where(c => c.Code == clause).ToList();
        return one.Count == 0 ? null : standard with { Clauses = one };
    }

    /// <summary>Every course with a clause for this person.</summary>
    public Task<IReadOnlyList<StandardToSign>> All(long personId, CancellationToken ct) => All(personId, null, ct);

    private async Task<IReadOnlyList<StandardToSign>> All(long personId, string? slug, CancellationToken ct)
    {
        var courses = await db.Rows<CourseRow>("select id, version_id, number, slug, title_zh, title_en from v_course where (cast(@slug as text) is null or slug = @slug) order by slug", new { slug }, ct);
        if (courses.Count == 0) return [];
        var own = await trades.Of(personId, ct);
        var clauses = (await db.Rows<ClauseRow>(
            "select k.version_id, k.code, k.trades, k.title_zh, k.title_en, k.text_zh, k.text_en from v_course_clause k join v_course c on c.version_id = k.version_id where (cast(@slug as text) is null or c.slug = @slug) order by k.version_id, k.position", new { slug }, ct))
            .Where(k => own.Fit(k.Trades)).ToLookup(k => k.VersionId);
        var signed = (await db.Rows<SignedRow>(
            "select g.course_id, s.clause, s.text_sha256, max(g.signed_at) as signed_at from acknowledgements_signature s join acknowledgements_signing g on g.id = s.signing_id where g.person_id = @personId group by g.course_id, s.clause, s.text_sha256", new { personId }, ct))
            .ToLookup(s => (s.CourseId, s.Clause));
        var counts = (await db.Rows<CountRow>("select course_id, max(number) as signings from acknowledgements_signing where person_id = @personId group by course_id", new { personId }, ct)).ToDictionary(c => c.CourseId, c => c.Signings);
        return
        [
            .. courses.Where(c => clauses[c.VersionId].Any()).Select(c => new StandardToSign(
                c.Id, c.VersionId, c.Number, c.Slug, c.TitleZh, c.TitleEn, [.. clauses[c.VersionId].Select(k => Clause(k, [.. signed[(c.Id, k.Code)]]))], counts.GetValueOrDefault(c.Id))),
        ];
    }

    private static ClauseToSign Clause(ClauseRow row, SignedRow[] signed)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new[] { row.Code, row.TitleZh, row.TitleEn, row.TextZh, row.TextEn }))));
        return new ClauseToSign(row.Code, row.TitleZh, row.TitleEn, row.TextZh, row.TextEn, sha256, signed.FirstOrDefault(s => s.TextSha256 == sha256)?.SignedAt, signed.Length == 0 ? null : signed.Max(s => s.SignedAt));
    }
}
