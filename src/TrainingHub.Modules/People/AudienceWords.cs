using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.People;

internal sealed class AudienceWords(Db db, Localizer t) : IAudienceWords
{
    private sealed record CodeRow(string Kind, string Code, string NameZh, string NameEn);

    private ILookup<(string Kind, string Code), CodeRow>? names;

    public async Task<IReadOnlyList<string>> Say(Audience audience, CancellationToken ct)
    {
        names ??= (await db.Rows<CodeRow>(
            """
            select 'site' as kind, code, name as name_zh, name as name_en from people_site
            union all select 'department', code, name, name from people_department
            union all select 'position', code, name_zh, name_en from people_position
            """, null, ct)).ToLookup(r => (r.Kind, r.Code));
        var phrases = Conditions(audience);
        if (phrases.Count == 0) phrases.Add(t["Everybody"]);
        foreach (var exception in audience.Except ?? []) phrases.Add(t["Except ({0})", string.Join(t.IsChinese ? "，" : "; ", Conditions(exception))]);
        return phrases;
    }

    private List<string> Conditions(Audience audience)
    {
        var phrases = new List<string>();
        if (Names("site", audience.Sites) is { } sites) phrases.Add(t["Site: {0}", sites]);
        if (Names("department", audience.Departments) is { } departments) phrases.Add(t["Department: {0}", departments]);
        if (Names("position", audience.Positions) is { } positions) phrases.Add(t["Position: {0}", positions]);
        if (audience.Tags is { Count: > 0 } tags) phrases.Add(t["Tag: {0}", List(tags)]);
        if (audience.HiredWithin is { } days) phrases.Add(t["Hired within the last {0} days", days]);
        if (audience.EmployedFor is { } least) phrases.Add(t["Employed for at least {0} days", least]);
        if (audience.HiredFrom is { } from) phrases.Add(t["Hired on {0} or later", t.Date(from)]);
        if (audience.HiredTo is { } to) phrases.Add(t["Hired on {0} or earlier", t.Date(to)]);
        return phrases;
    }

    private string? Names(string kind, IReadOnlyList<string>? codes) =>
        codes is { Count: > 0 } ? List(codes.Select(c => names![(kind, c)].FirstOrDefault() is { } row ? t.Pick(row.NameZh, row.NameEn) : c)) : null;

    private string List(IEnumerable<string> words) => string.Join(t.IsChinese ? "、" : ", ", words);
}
