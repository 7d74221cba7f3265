using System.Text.Json;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Certification.Words;

/// <summary>Whom a rule catches, in words.</summary>
internal sealed class AudienceWords(Db db, Localizer t)
{
    private sealed record CodeRow(string Kind, string Code, string NameZh, string NameEn);

    private ILookup<(string Kind, string Code), CodeRow>? names;

    /// <summary>One phrase per condition; one that says "everybody" where there is none.</summary>
    public async Task<IReadOnlyList<string>> Say(string json, CancellationToken ct)
    {
        names ??= (await db.Rows<CodeRow>(
            """
            select 'site' as kind, code, name as name_zh, name as name_en from v_people_site
            union all select 'department', code, name, name from v_people_department
            union all select 'position', code, name_zh, name_en from v_people_position
            """, null, ct)).ToLookup(r => (r.Kind, r.Code));
        var audience = JsonSerializer.Deserialize<Audience>(json, Json.Plain)!;
        var phrases = new List<string>();
        if (Names("site", audience.Sites) is { } sites) phrases.Add(t["Site: {0}", sites]);
        if (Names("department", audience.Departments) is { } departments) phrases.Add(t["Department: {0}", departments]);
        if (Names("position", audience.Positions) is { } positions) phrases.Add(t["Position: {0}", positions]);
        if (audience.HiredWithin is { } days) phrases.Add(t["Hired within the last {0} days", days]);
        if (audience.EmployedFor is { } least) phrases.Add(t["Employed for at least {0} days", least]);
        if (phrases.Count == 0) phrases.Add(t["Everybody"]);
        return phrases;
    }

    private string? Names(string kind, IReadOnlyList<string>? codes) =>
        codes is { Count: > 0 } ? string.Join(t.IsChinese ? "、" : ", ", codes.Select(c => names![(kind, c)].FirstOrDefault() is { } row ? t.Pick(row.NameZh, row.NameEn) : c)) : null;
}
