using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.People.Places;

internal sealed record NewPosition(string Code, string NameZh, string NameEn);

/// <summary>Adds a position. Positions belong to the whole hub, so that a rule means the same everywhere.</summary>
internal sealed class AddPosition(Db db, Reach reach, Audit audit)
{
    public async Task<Outcome<long>> Handle(NewPosition position, CancellationToken ct)
    {
        if (PlaceCode.Check(position.Code) is { } wrong) return wrong;
        if (string.IsNullOrWhiteSpace(position.NameZh) || string.IsNullOrWhiteSpace(position.NameEn)) return Problem.Because("Give the position a name in both languages.");
        await using var tx = await db.Begin(ct);
        if (!await reach.WholeHub(PeoplePermissions.Sites, ct)) return Problem.NotFound("Positions belong to the whole hub; only its administrators add and rename them.");
        var id = await db.Scalar<long?>("insert into people_position(code, name_zh, name_en) values (@Code, @NameZh, @NameEn) on conflict (code) do nothing returning id", position, ct);
        if (id is null) return Problem.Conflict("The code {0} is taken. Choose another.", position.Code);
        await audit.Write("people.position-added", $"position:{id}", new { position.Code }, ct);
        await tx.Commit(ct);
        return id.Value;
    }
}
