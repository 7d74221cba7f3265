using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Certification.Words;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Certification.Programmes;

/// <summary>A learner's own programmes: what is missing, where to do it, until when; and what can be taken on by own wish.</summary>
[Requires(CertificationPermissions.Own)]
internal sealed class MyProgramsModel(Db db, ICertifications certifications, RequirementWords requirements) : HubPage
{
    public sealed record Mine(PersonProgram Program, RequirementLine? Progress);

    public sealed record Other(string Slug, string TitleZh, string TitleEn, string SummaryZh, string SummaryEn);

    private sealed record EvidenceRow(long ProgramId, string Kind, string EvidenceKey, DateTimeOffset OccurredAt, string Reference);

    public IReadOnlyList<Mine> Programs { get; private set; } = [];
    public IReadOnlyList<Other> Others { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        var evidence = (await db.Rows<EvidenceRow>(
            """
            select d.program_id, e.kind, e.evidence_key, e.occurred_at, e.reference from v_certification_evidence e join certification_period d on d.id = e.period_id
            where d.person_id = @Id and d.completed_on is null and d.ended_on is null
            """,
            new { Me.Id }, ct)).ToLookup(e => e.ProgramId, e => new Evidence(e.Kind, e.EvidenceKey, e.OccurredAt, e.Reference));
        var mine = new List<Mine>();
        foreach (var program in await certifications.Of(Me.Id, ct))
            mine.Add(new Mine(program, program.Requirement is null ? null : await requirements.Say(program.Requirement, [.. evidence[program.ProgramId]], ct)));
        Programs = mine;
        Others = await db.Rows<Other>(
            """
            select v.slug, v.title_zh, v.title_en, v.summary_zh, v.summary_en from v_certification_program v
            where not exists (select 1 from v_certification_standing t where t.program_id = v.id and t.person_id = @Id and (t.is_assigned or t.certified_id is not null)) order by v.slug
            """,
            new { Me.Id }, ct);
    }

    public async Task<IActionResult> OnPostTakeOnAsync(string program, CancellationToken ct)
    {
        var taken = await certifications.Assign(Me.Id, program, null, "self", ct);
        if (taken.Problem is null) return Done("/learn/programs", "The programme is now on your list.");
        await OnGetAsync(ct);
        return Refuse(taken.Problem);
    }
}
