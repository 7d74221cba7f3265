using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Content;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Excuses;
using TrainingHub.Modules.Certification.Recalculating;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Periods;

/// <summary>What other modules may ask of certifications.</summary>
internal sealed class Certifications(Db db, Chains chains, AssignByHand assign, RevokePeriod revoke, ExcusePerson excuse, PreviewRecalculation preview, StartRecalculation recalculate, CatchUp catchUp, IPersonDirectory people, TimeProvider clock) : ICertifications
{
    private sealed record ProgramRow(long Id, string Slug, string TitleZh, string TitleEn);

    private sealed record EvidenceRow(long PeriodId, string Kind, string EvidenceKey, DateTimeOffset OccurredAt, string Reference);

    public async Task<IReadOnlyList<PersonProgram>> Of(long personId, CancellationToken ct)
    {
        var all = await chains.Of(personId, ct);
        if (all.Count == 0) return [];
        var now = await people.Now(personId, clock, ct);
        var programs = (await db.Rows<ProgramRow>(
            "select v.id, v.slug, v.title_zh, v.title_en from v_certification_program v where v.id in (select q.program_id from certification_requirement q where q.person_id = @personId)",
            new { personId }, ct)).ToDictionary(p => p.Id);
        var paths = await PathRow.OfOpen(db, personId, ct);
        var evidence = (await db.Rows<EvidenceRow>(
            """
            select e.period_id, e.kind, e.evidence_key, e.occurred_at, e.reference from v_certification_evidence e join certification_period d on d.id = e.period_id
            where d.person_id = @personId and d.completed_on is null and d.ended_on is null
            """,
            new { personId }, ct)).ToLookup(e => e.PeriodId, e => new Evidence(e.Kind, e.EvidenceKey, e.OccurredAt, e.Reference));

        List<(PeriodStatus Status, PersonProgram Program)> result = [];
        foreach (var chain in all)
        {
            if (chain.StatusAt(now) is not { } status) continue;
            var program = programs[chain.Requirement.ProgramId];
            var asked = chain.Open is null ? null : paths[chain.Open.Id].On(chain.CountingDay(chain.Open, now));
            var state = asked?.Evaluate(evidence[chain.Open!.Id]);
            var held = chain.Certified;
            result.Add((status, new PersonProgram(program.Id, program.Slug, program.TitleZh, program.TitleEn, status.ToText(), chain.Open?.DueOn, held?.CompletedOn, held?.ExpiresOn, held?.GraceEndsOn,
                state?.Done ?? 0, state?.Needed ?? 0, asked?.ToJson(), [.. state?.Missing.Select(l => $"{l.Kind}:{l.Key}") ?? []])));
        }
        return [.. result.OrderBy(r => r.Status.Urgency()).ThenBy(r => r.Program.DueOn ?? r.Program.ExpiresOn ?? DateOnly.MaxValue).ThenBy(r => r.Program.Slug, StringComparer.Ordinal).Select(r => r.Program)];
    }

    public Task<Problem?> Revoke(long periodId, string reason, CancellationToken ct) => revoke.Handle(periodId, reason, ct);

    public async Task<Outcome<long>> Assign(long personId, string programSlug, DateOnly? dueOn, string kind, CancellationToken ct)
    {
        if (kind is not ("manual" or "self")) throw new ArgumentException($"An assignment is manual or self, not {kind}.", nameof(kind));
        return await ProgramOf(programSlug, ct) is { } programId ? await assign.Handle(personId, programId, kind, dueOn, ct) : NoProgram(programSlug);
    }

    public async Task<Problem?> Excuse(long personId, string programSlug, DateOnly? untilOn, string reason, CancellationToken ct) =>
        await ProgramOf(programSlug, ct) is { } programId ? await excuse.Handle(new NewExcuse(personId, programId, reason, untilOn), ct) : NoProgram(programSlug);

    public async Task<Problem?> HoldForAll(string programSlug, CancellationToken ct)
    {
        if (await ProgramOf(programSlug, ct) is not { } programId) return NoProgram(programSlug);
        var policy = (await db.Row<PolicyText>($"select {PolicyText.Columns} from certification_program p join certification_policy y on y.id = p.current_policy_id where p.id = @programId", new { programId }, ct))!;
        var (moves, problem) = await preview.Handle(programId, policy, ct);
        if (moves is null || moves.Moved.Count == 0) return problem;
        return (await recalculate.Handle(programId, policy, moves.Digest, ct)).Problem;
    }

    private Task<long?> ProgramOf(string slug, CancellationToken ct) => db.Row<long?>("select id from v_certification_program where slug = @slug", new { slug }, ct);

    private static Problem NoProgram(string slug) => Problem.NotFound("There is no programme {0}.", slug);

    public Task WorkOutRules(long personId, CancellationToken ct) => catchUp.Handle(personId, ct);
}
