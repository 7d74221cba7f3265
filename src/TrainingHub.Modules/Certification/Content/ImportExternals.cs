using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Certification.Content;

/// <summary>Brings the papers from outside in line with the file. One that left it stays: people's papers name it.</summary>
internal sealed class ImportExternals(Db db, TimeProvider clock)
{
    /// <returns>True where something changed.</returns>
    public async Task<bool> Handle(string place, long courseId, IReadOnlyList<ExternalText> externals, Faults faults, CancellationToken ct)
    {
        var changed = false;
        await using var tx = await db.Begin(ct);
        foreach (var external in externals)
        {
            if (await db.Scalar<long>("select count(*) from certification_external where slug = @Slug and coalesce(course_id, 0) <> @courseId", new { external.Slug, courseId }, ct) > 0)
            {
                faults.Add(new Fault(place, external.Line, 1, external.Slug, $"Another course already has the paper \"{external.Slug}\"; ask for that one, or choose another slug."));
                continue;
            }
            changed |= await db.Execute(
                """
                insert into certification_external(slug, course_id, title_zh, title_en, created_at) values (@Slug, @courseId, @Zh, @En, @now)
                on conflict (slug) do update set title_zh = excluded.title_zh, title_en = excluded.title_en
                where certification_external.title_zh <> excluded.title_zh or certification_external.title_en <> excluded.title_en
                """,
                new { external.Slug, courseId, external.Title.Zh, external.Title.En, now = clock.GetUtcNow() }, ct) > 0;
        }
        await tx.Commit(ct);
        return changed;
    }
}
