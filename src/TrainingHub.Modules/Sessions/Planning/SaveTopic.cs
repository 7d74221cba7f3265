using System.Text.RegularExpressions;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Sessions.Planning;

/// <summary>A new topic, or other titles for one. Its slug stays: programmes name it.</summary>
internal sealed partial class SaveTopic(Db db, Audit audit, TimeProvider clock)
{
    public const int Longest = 100;

    public async Task<Problem?> Add(string? slug, string? titleZh, string? titleEn, CancellationToken ct)
    {
        slug = slug?.Trim() ?? "";
        if (slug.Length > 60 || !Slug().IsMatch(slug)) return Problem.Because("A short name has at most 60 lower-case letters, digits and hyphens, as fire-drill.");
        if (Fault(ref titleZh, ref titleEn) is { } fault) return fault;
        await using var tx = await db.Begin(ct);
        var added = await db.Execute("insert into sessions_topic(slug, title_zh, title_en, created_at) values (@slug, @titleZh, @titleEn, @now) on conflict (slug) do nothing", new { slug, titleZh, titleEn, now = clock.GetUtcNow() }, ct);
        if (added == 0) return Problem.Conflict("There is a topic “{0}” already. Choose another short name.", slug);
        await audit.Write("sessions.topic-added", $"topic:{slug}", new { titleZh, titleEn }, ct);
        await tx.Commit(ct);
        return null;
    }

    public async Task<Problem?> Rename(string slug, string? titleZh, string? titleEn, CancellationToken ct)
    {
        if (Fault(ref titleZh, ref titleEn) is { } fault) return fault;
        await using var tx = await db.Begin(ct);
        if (await db.Execute("update sessions_topic set title_zh = @titleZh, title_en = @titleEn where slug = @slug", new { slug, titleZh, titleEn }, ct) == 0) return Problem.NotFound("There is no such topic.");
        await audit.Write("sessions.topic-renamed", $"topic:{slug}", new { titleZh, titleEn }, ct);
        await tx.Commit(ct);
        return null;
    }

    private static Problem? Fault(ref string? titleZh, ref string? titleEn)
    {
        (titleZh, titleEn) = (titleZh?.Trim(), titleEn?.Trim());
        return titleZh is not { Length: > 0 and <= Longest } || titleEn is not { Length: > 0 and <= Longest } ? Problem.Because("Write the title in Chinese and in English, each in at most {0} characters.", Longest) : null;
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Slug();
}
