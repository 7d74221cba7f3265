using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TrainingHub.Modules.Certification.Deeds;
using TrainingHub.Modules.Certification.Programmes;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Content;

/// <summary>
/// Brings one programme in line with its file. A changed text makes a new version, a changed policy a new policy version: periods
/// that are under way keep theirs. What HR changed in the hub stays until the file itself says something new.
/// </summary>
internal sealed class ImportProgram(Db db, ImportRules rules, Leaves leaves, TimeProvider clock)
{
    private sealed record ProgramRow(long Id, long? CurrentVersionId, long? CurrentPolicyId);

    /// <returns>True where something changed.</returns>
    public async Task<bool> Handle(long courseId, ProgramText program, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        await db.Execute("insert into certification_program(slug, course_id, created_at) values (@Slug, @courseId, @now) on conflict (slug) do nothing", new { program.Slug, courseId, now = clock.GetUtcNow() }, ct);
        var row = (await db.Row<ProgramRow>($"select id, current_version_id, current_policy_id from certification_program where slug = @Slug {db.Dialect.ForUpdate}", new { program.Slug }, ct))!;
        var changed = await Version(row, program, ct);
        changed |= await Policy(row, program.Policy, ct);
        changed |= await rules.Handle(row.Id, program.Slug, program.Rules, ct);
        await tx.Commit(ct);
        return changed;
    }

    private async Task<bool> Version(ProgramRow row, ProgramText program, CancellationToken ct)
    {
        var (requirement, renewal) = (program.Requires.ToJson(), program.Renewals[0].ToJson());
        var rotation = program.Renewals.Count > 1 ? JsonSerializer.Serialize(program.Renewals, Json.Plain) : null;
        // A programme without a rotation has the hash it had before there were any.
        string[] text = [program.Title.Zh, program.Title.En, program.Summary.Zh, program.Summary.En, requirement, renewal, .. rotation is null ? Array.Empty<string>() : [rotation]];
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(text))));
        if (await db.Scalar<string>("select hash from certification_program_version where id = @CurrentVersionId", new { row.CurrentVersionId }, ct) == hash) return false;
        var id = await db.Insert(
            """
            insert into certification_program_version(program_id, number, title_zh, title_en, summary_zh, summary_en, requirement, renewal, rotation, renewal_paths, hash, created_at)
            values (@Id, (select count(*) + 1 from certification_program_version where program_id = @Id), @TitleZh, @TitleEn, @SummaryZh, @SummaryEn, @requirement, @renewal, @rotation, @Count, @hash, @now) returning id
            """,
            new { row.Id, TitleZh = program.Title.Zh, TitleEn = program.Title.En, SummaryZh = program.Summary.Zh, SummaryEn = program.Summary.En, requirement, renewal, rotation, program.Renewals.Count, hash, now = clock.GetUtcNow() }, ct);
        await leaves.Write(id, program.Requires, program.Renewals, ct);
        await db.Execute("update certification_program set current_version_id = @version where id = @Id", new { row.Id, version = id }, ct);
        return true;
    }

    private async Task<bool> Policy(ProgramRow row, PolicyText policy, CancellationToken ct)
    {
        var imported = await db.Row<PolicyText>($"select {PolicyText.Columns} from certification_policy y where y.program_id = @Id and y.origin = 'content' order by y.number desc limit 1", new { row.Id }, ct);
        var current = await db.Row<PolicyText>($"select {PolicyText.Columns} from certification_policy y where y.id = @CurrentPolicyId", new { row.CurrentPolicyId }, ct);
        if (policy == imported || policy == current) return false;
        await ChangePolicy.Insert(db, row.Id, policy, "content", clock.GetUtcNow(), ct);
        return true;
    }
}
