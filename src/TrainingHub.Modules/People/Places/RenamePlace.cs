using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.People.Places;

/// <summary>Changes what a site, department or position is called; codes stay, because imports and rules hold on to them.</summary>
internal sealed class RenamePlace(Db db, Reach reach, Audit audit)
{
    public Task<Problem?> Site(long id, string name, CancellationToken ct) =>
        Rename("site", "update people_site set name = @Name where id = @id", id, name, null, () => reach.Place(PeoplePermissions.Sites, id, null, ct), ct);

    public Task<Problem?> Department(long id, string name, CancellationToken ct) =>
        Rename("department", "update people_department set name = @Name where id = @id", id, name, null,
            async () => await db.Scalar<long?>("select site_id from people_department where id = @id", new { id }, ct) is { } site && await reach.Place(PeoplePermissions.Sites, site, id, ct), ct);

    public Task<Problem?> Position(long id, string nameZh, string nameEn, CancellationToken ct) =>
        Rename("position", "update people_position set name_zh = @Name, name_en = @Second where id = @id", id, nameZh, nameEn, () => reach.WholeHub(PeoplePermissions.Sites, ct), ct);

    private async Task<Problem?> Rename(string kind, string sql, long id, string name, string? second, Func<Task<bool>> mayRename, CancellationToken ct)
    {
        var (first, other) = ((name ?? "").Trim(), second?.Trim());
        if (first.Length is 0 or > 100 || other?.Length is 0 or > 100) return Problem.Because("A name has 1 to {0} characters.", 100);
        await using var tx = await db.Begin(ct);
        if (!await mayRename() || await db.Execute(sql, new { id, Name = first, Second = other }, ct) == 0) return Problem.NotFound("There is nothing of that kind to rename.");
        await audit.Write($"people.{kind}-renamed", $"{kind}:{id}", new { name = first }, ct);
        await tx.Commit(ct);
        return null;
    }
}
