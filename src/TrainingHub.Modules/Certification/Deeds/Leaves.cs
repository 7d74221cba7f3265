using System.Text.Json;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Deeds;

/// <summary>Which deeds a version of a programme has use for, as rows: whom a deed concerns is found without reading a requirement of anybody else.</summary>
internal sealed class Leaves(Db db) : IStartStep
{
    private sealed record VersionRow(long Id, string Requirement, string Renewal);

    /// <summary>Versions of before these rows were kept.</summary>
    public async Task Run(CancellationToken ct)
    {
        var versions = await db.Rows<VersionRow>("select v.id, v.requirement, v.renewal from certification_program_version v where not exists (select 1 from certification_leaf f where f.version_id = v.id)", null, ct);
        foreach (var version in versions)
            await Write(version.Id, JsonSerializer.Deserialize<Requirement>(version.Requirement, Json.Plain)!, [JsonSerializer.Deserialize<Requirement>(version.Renewal, Json.Plain)!], ct);
    }

    public async Task Write(long versionId, Requirement whole, IReadOnlyList<Requirement> renewals, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        foreach (var (tree, path) in renewals.Prepend(whole).Select((tree, path) => (tree, path)))
            foreach (var leaf in tree.Leaves)
                await db.Execute("insert into certification_leaf(version_id, path, kind, key) values (@versionId, @path, @Kind, @Key) on conflict do nothing", new { versionId, path, leaf.Kind, leaf.Key }, ct);
        await tx.Commit(ct);
    }
}
