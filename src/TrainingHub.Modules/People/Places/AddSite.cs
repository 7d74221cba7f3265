using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.People.Places;

/// <param name="TimeZone">IANA name; null takes that of the site above.</param>
internal sealed record NewSite(string Code, string Name, long ParentId, string? TimeZone);

/// <summary>Adds a site below another, and its rows in the tree.</summary>
internal sealed class AddSite(Db db, Reach reach, Audit audit, TimeProvider clock)
{
    public async Task<Outcome<long>> Handle(NewSite site, CancellationToken ct)
    {
        if (PlaceCode.Check(site.Code) is { } wrong) return wrong;
        if (string.IsNullOrWhiteSpace(site.Name)) return Problem.Because("Give it a name.");
        if (site.TimeZone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(site.TimeZone, out _))
            return Problem.Because("{0} is no time zone. Write an IANA name such as Asia/Shanghai.", site.TimeZone);
        await using var tx = await db.Begin(ct);
        if (!await reach.Place(PeoplePermissions.Sites, site.ParentId, null, ct)) return Problem.NotFound("There is no such site.");
        var id = await db.Scalar<long?>(
            "insert into people_site(code, parent_id, name, time_zone, created_at) values (@Code, @ParentId, @Name, @TimeZone, @now) on conflict (code) do nothing returning id",
            new { site.Code, site.ParentId, site.Name, site.TimeZone, now = clock.GetUtcNow() }, ct);
        if (id is null) return Problem.Conflict("The code {0} is taken. Choose another.", site.Code);
        await db.Execute(
            """
            insert into people_site_tree(ancestor_id, site_id, depth)
            select t.ancestor_id, @id, t.depth + 1 from people_site_tree t where t.site_id = @ParentId
            union all select @id, @id, 0
            """,
            new { id, site.ParentId }, ct);
        await audit.Write("people.site-added", $"site:{id}", new { site.Code }, ct);
        await tx.Commit(ct);
        return id.Value;
    }
}

/// <summary>Codes are what imports and rules write: short, without blanks.</summary>
internal static class PlaceCode
{
    public static Problem? Check(string code) =>
        code is { Length: > 0 and <= 40 } && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? null
            : Problem.Because("A code consists of letters a to z, digits, - and _, at most 40 of them.");
}
