using TrainingHub.Modules.Certification.Deeds;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Certification.Content;

/// <summary>program.yaml of a course folder: checked, imported, exported.</summary>
internal sealed class ProgramContent(Db db, ImportProgram import, ImportRules rules, ExportPrograms export, ImportExternals externals, EvidenceKinds kinds, IRefreshers refreshers, IAudiences audiences) : IContentPart
{
    private sealed record Need(string Slug, string Key);

    public string FileName => ProgramFile.Name;

    public void Check(ContentFolder folder, Faults faults)
    {
        if (folder.Text(FileName) is { } text) ProgramFile.Read(Place(folder), text, kinds, faults);
    }

    public async Task<bool> Import(ContentFolder folder, long courseId, long versionId, CancellationToken ct)
    {
        var faults = new Faults();
        var read = folder.Text(FileName) is { } text ? ProgramFile.Read(Place(folder), text, kinds, faults) : ProgramsText.None;
        var (programs, refreshed) = (read.Programs, read.Refreshers);
        await using var tx = await db.Begin(ct);
        foreach (var program in programs) await CheckNames(folder, program, read, courseId, faults, ct);
        var changed = await externals.Handle(Place(folder), courseId, read.Externals, faults, ct);
        await CheckCycles(folder, programs, faults, ct);
        if (faults.Any) throw new ContentRefusedException(faults.All);

        foreach (var program in programs) changed |= await import.Handle(courseId, program, ct);
        changed |= await EndVanished(courseId, [.. programs.Select(p => p.Slug)], ct);
        foreach (var refresher in refreshed)
        {
            var (kept, problem) = await refreshers.Keep(courseId, refresher.Plan, ct);
            if (problem is not null) faults.Add(new Fault(Place(folder), refresher.Line, 1, refresher.Plan.Slug, problem.ToString()));
            changed |= kept;
        }
        if (faults.Any) throw new ContentRefusedException(faults.All);
        changed |= await refreshers.EndOthers(courseId, [.. refreshed.Select(r => r.Plan.Slug)], ct);
        await tx.Commit(ct);
        return changed;
    }

    public Task<string?> Export(long courseId, CancellationToken ct) => export.Handle(courseId, ct);

    private static string Place(ContentFolder folder) => $"{folder.Slug}/{ProgramFile.Name}";

    private async Task CheckNames(ContentFolder folder, ProgramText program, ProgramsText file, long courseId, Faults faults, CancellationToken ct)
    {
        void Refuse(string key, string message) => faults.Add(new Fault(Place(folder), program.Line, 1, $"{program.Slug}.{key}", message));

        if (await db.Scalar<long>("select count(*) from certification_program where slug = @Slug and coalesce(course_id, 0) <> @courseId", new { program.Slug, courseId }, ct) > 0)
            Refuse("slug", $"Another course already has a programme \"{program.Slug}\"; choose another slug.");
        foreach (var leaf in program.Renewals.Prepend(program.Requires).SelectMany(r => r.Leaves).Distinct().Where(l => !kinds.Of(l.Kind)!.IsBroughtBy(folder, l.Key)))
        {
            if (!file.Brings(leaf) && await kinds.Find(leaf.Kind, leaf.Key, ct) is null)
                Refuse("requires", $"There is no {leaf.Kind} \"{leaf.Key}\"; import it first, or correct the name.");
        }
        for (var i = 0; i < program.Rules.Count; i++)
        {
            var unknown = await audiences.UnknownCodes(program.Rules[i].Audience, ct);
            if (unknown.Count > 0) Refuse($"assign[{i}].audience", $"No site, department or position has the code {string.Join(", ", unknown)}.");
        }
    }

    /// <summary>The file knows only its own programmes; with those of other courses they may make a circle.</summary>
    private async Task CheckCycles(ContentFolder folder, IReadOnlyList<ProgramText> programs, Faults faults, CancellationToken ct)
    {
        if (programs.All(p => ProgramCycles.Needs(p).Count == 0)) return;
        var needs = (await db.Rows<Need>("select p.slug, f.key from certification_program p join certification_leaf f on f.version_id = p.current_version_id where f.kind = @Name", new { ProgramKind.Name }, ct))
            .GroupBy(n => n.Slug).ToDictionary(g => g.Key, IReadOnlyCollection<string> (g) => [.. g.Select(n => n.Key).Distinct()]);
        foreach (var program in programs) needs[program.Slug] = ProgramCycles.Needs(program);
        if (ProgramCycles.Find(needs) is { } circle) faults.Add(new Fault(Place(folder), programs[0].Line, 1, "programs", ProgramCycles.Say(circle)));
    }

    /// <summary>A programme that left the file assigns nobody any more; what people hold stays.</summary>
    private async Task<bool> EndVanished(long courseId, string[] present, CancellationToken ct)
    {
        var ended = false;
        foreach (var program in await db.Rows<long>($"select p.id from certification_program p where p.course_id = @courseId and not ({db.Dialect.In("p.slug", "present")}) order by p.id", new { courseId, present }, ct))
            ended |= await rules.End(program, after: 0, ct);
        return ended;
    }
}
