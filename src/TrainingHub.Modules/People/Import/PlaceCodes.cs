using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Import;

namespace TrainingHub.Modules.People.Import;

/// <summary>The sites, departments and positions by their codes; a code that names nothing is a fault with the nearest one suggested, never a new place.</summary>
internal sealed class PlaceCodes(IReadOnlyList<PlaceCodes.Site> sites, IReadOnlyList<PlaceCodes.Department> departments, IReadOnlyList<PlaceCodes.Position> positions, Reach reach)
{
    internal sealed record Site(long Id, string Code, string Name);

    internal sealed record Department(long Id, long SiteId, string Code, string Name);

    internal sealed record Position(long Id, string Code, string NameZh, string NameEn);

    private readonly Dictionary<(long, long?), bool> reached = [];

    public static async Task<PlaceCodes> Read(Db db, Reach reach, CancellationToken ct) => new(
        await db.Rows<Site>("select id, code, name from people_site order by id", null, ct),
        await db.Rows<Department>("select id, site_id, code, name from people_department order by id", null, ct),
        await db.Rows<Position>("select id, code, name_zh, name_en from people_position order by id", null, ct), reach);

    /// <summary>Where a row places somebody; empty cells keep what is. Null after a fault.</summary>
    public async Task<Placement?> Resolve(FileRow row, Placement? present, List<ImportFault> faults, CancellationToken ct)
    {
        var before = faults.Count;
        var siteId = present?.SiteId ?? (sites is [var only] ? only.Id : null);
        if (row.Site is not null)
        {
            siteId = sites.FirstOrDefault(s => Same(s.Code, row.Site))?.Id;
            if (siteId is null) faults.Add(Unknown(row.Line, "site", row.Site, sites.Select(s => (s.Code, new[] { s.Name }))));
        }
        else if (siteId is null)
        {
            faults.Add(new ImportFault(row.Line, "site", null, Problem.Because("The site is missing. Give the code of one, such as {0}.", sites[^1].Code)));
        }
        var departmentId = siteId == present?.SiteId ? present?.DepartmentId : null;
        if (row.Department is not null && siteId is not null)
        {
            var here = departments.Where(d => d.SiteId == siteId).ToList();
            departmentId = here.Find(d => Same(d.Code, row.Department))?.Id;
            if (departmentId is null) faults.Add(Unknown(row.Line, "department", row.Department, here.Select(d => (d.Code, new[] { d.Name }))));
        }
        var positionId = present?.PositionId;
        if (row.Position is not null)
        {
            positionId = positions.FirstOrDefault(p => Same(p.Code, row.Position))?.Id;
            if (positionId is null) faults.Add(Unknown(row.Line, "position", row.Position, positions.Select(p => (p.Code, new[] { p.NameZh, p.NameEn }))));
        }
        if (faults.Count > before) return null;
        if (await Reached(siteId!.Value, departmentId, ct)) return new Placement(siteId.Value, departmentId, positionId);
        faults.Add(new ImportFault(row.Line, "site", row.Site, Problem.Because("That place is outside of your area.")));
        return null;
    }

    private async Task<bool> Reached(long siteId, long? departmentId, CancellationToken ct)
    {
        if (!reached.TryGetValue((siteId, departmentId), out var yes))
            reached[(siteId, departmentId)] = yes = await reach.Place(PeoplePermissions.Edit, siteId, departmentId, ct);
        return yes;
    }

    private static bool Same(string code, string typed) => string.Equals(code, typed, StringComparison.OrdinalIgnoreCase);

    private static ImportFault Unknown(int line, string column, string typed, IEnumerable<(string Code, string[] Names)> known)
    {
        // A name instead of the code is the likeliest slip; after that, a letter or two.
        var all = known.ToList();
        var near = all.Where(k => k.Names.Any(n => n.Contains(typed, StringComparison.OrdinalIgnoreCase))).Select(k => k.Code).FirstOrDefault()
            ?? all.Select(k => (k.Code, Distance: Distance(k.Code.ToUpperInvariant(), typed.ToUpperInvariant()))).Where(k => k.Distance <= Math.Max(2, typed.Length / 3)).OrderBy(k => k.Distance).Select(k => k.Code).FirstOrDefault();
        var codes = string.Join(", ", all.Take(12).Select(k => k.Code));
        return new ImportFault(line, column, typed, (near, all.Count) switch
        {
            ({ } code, _) => Problem.Because("{0} is no code of the hub. Is {1} meant?", typed, code),
            (_, 0) => Problem.Because("{0} is no code of the hub; there is none yet. Add it under Administration first.", typed),
            _ => Problem.Because("{0} is no code of the hub. Known are {1}.", typed, codes),
        });
    }

    /// <summary>How many letters must be added, dropped or changed to make one word from the other.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var (diagonal, _) = (row[0], row[0] = i);
            for (var j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }
        return row[^1];
    }
}
