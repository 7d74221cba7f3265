using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Excuses;
using TrainingHub.Modules.Certification.Prior;
using TrainingHub.Modules.Certification.Programmes;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Certification.Words;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Certification.Periods;

/// <summary>All that one person must hold, holds and held: every period with its dates, evidence and ends, who did it and why.</summary>
[Requires(CertificationPermissions.View)]
internal sealed class PersonCertificationsModel(Db db, Chains chains, Reach reach, IPersonDirectory people, RequirementWords requirements, IAudienceWords audiences, RevokePeriod revoke, TakeBackAssignment takeBack, TimeProvider clock) : HubPage
{
    public sealed record ProgramRow(long Id, string Slug, string TitleZh, string TitleEn);

    public sealed record ReasonRow(long Id, long RequirementId, string Kind, long? RuleId, string? Audience, DateOnly? DueOn, DateTimeOffset AssignedAt, DateTimeOffset? EndedAt, string? By);

    public sealed record EvidenceRow(long PeriodId, string Kind, string EvidenceKey, string Reference, DateTimeOffset OccurredAt);

    public sealed record DetailRow(long Id, string? EndNote, string? EndedBy);

    /// <param name="Prior">It was learned elsewhere, and counted by HR.</param>
    public sealed record Proof(string Text, DateTimeOffset At, PriorLine? Prior);

    public sealed record CarriedFacts(long PeriodId, string? Issuer, string? Number, string? Proof, bool HasFile);

    public sealed record Entry(Period Period, PeriodStatus Status, DetailRow Detail, RequirementLine? Progress, IReadOnlyList<Proof> Evidence, CarriedFacts? Carried, IReadOnlyList<PeriodWas> Was);

    public sealed record Reason(ReasonRow Row, IReadOnlyList<string> Who);

    public sealed record Programme(ProgramRow Program, PeriodStatus? Status, IReadOnlyList<Entry> Periods, IReadOnlyList<Reason> Reasons, ExcuseList Excuses)
    {
        public bool IsExcused => Excuses.Lines.Any(x => x.HoldsOn(Excuses.Today));

        public bool MayBeExcused => IsExcused || Periods.Any(e => e.Period.IsOpen || e.Period.IsCertified);
    }

    public PersonCard Person { get; private set; } = null!;
    public IReadOnlyList<Programme> Programmes { get; private set; } = [];
    public bool MayRevoke { get; private set; }
    public bool MayExcuse { get; private set; }
    public bool MayEdit { get; private set; }

    [BindProperty] public string? Why { get; set; }

    private string Here => $"/hr/people/{Person.Id}/certifications";

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct) => await Load(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostRevokeAsync(long id, long period, CancellationToken ct)
    {
        if (!await Load(id, ct) || !MayRevoke || !Has(period)) return NotFound();
        return await revoke.Handle(period, Why ?? "", ct) is { } problem ? Refuse(problem) : Done(Here, "The certification was revoked.");
    }

    public async Task<IActionResult> OnPostDropAsync(long id, long reason, CancellationToken ct)
    {
        if (!await Load(id, ct) || !MayEdit || Programmes.All(p => p.Reasons.All(r => r.Row.Id != reason || r.Row.Kind == "rule"))) return NotFound();
        return await takeBack.Handle(reason, ct) is { } problem ? Refuse(problem) : Done(Here, "The assignment was taken back.");
    }

    private bool Has(long period) => Programmes.Any(p => p.Periods.Any(e => e.Period.Id == period));

    private async Task<bool> Load(long id, CancellationToken ct)
    {
        if (!await reach.Sees(id, CertificationPermissions.View, ct) || await people.Find(id, ct) is not { } person) return false;
        Person = person;
        MayRevoke = Me.Can(CertificationPermissions.Revoke) && await reach.Sees(id, CertificationPermissions.Revoke, ct);
        MayExcuse = Me.Can(CertificationPermissions.Excuse) && await reach.Sees(id, CertificationPermissions.Excuse, ct);
        MayEdit = Me.Can(CertificationPermissions.Edit) && await reach.Sees(id, CertificationPermissions.Edit, ct);
        var now = AsOf.Of(clock.GetUtcNow(), person.Zone);
        var programs = (await db.Rows<ProgramRow>(
            "select v.id, v.slug, v.title_zh, v.title_en from v_certification_program v where v.id in (select q.program_id from certification_requirement q where q.person_id = @id)", new { id }, ct)).ToDictionary(p => p.Id);
        var details = (await db.Rows<DetailRow>(
            """
            select d.id, d.end_note, b.name as ended_by from certification_period d left join v_people_person b on b.id = d.ended_by where d.person_id = @id
            """, new { id }, ct)).ToDictionary(d => d.Id);
        var carried = (await db.Rows<CarriedFacts>(
            "select k.period_id, k.issuer, k.number, k.proof, k.proof_sha256 is not null as has_file from certification_carried k join certification_period d on d.id = k.period_id where d.person_id = @id", new { id }, ct)).ToDictionary(k => k.PeriodId);
        var excuses = (await ExcuseLine.Of(db, id, ct)).ToLookup(x => x.ProgramId);
        var prior = (await PriorLine.Of(db, id, ct)).ToDictionary(r => r.Reference);
        var was = (await PeriodWas.Of(db, id, ct)).ToLookup(w => w.PeriodId);
        var paths = await PathRow.OfOpen(db, id, ct);
        var evidence = (await db.Rows<EvidenceRow>(
            "select e.period_id, e.kind, e.evidence_key, e.reference, e.occurred_at from v_certification_evidence e join certification_period d on d.id = e.period_id where d.person_id = @id order by e.occurred_at, e.reference",
            new { id }, ct)).ToLookup(e => e.PeriodId);
        var reasons = (await db.Rows<ReasonRow>(
            """
            select n.id, n.requirement_id, n.kind, n.rule_id, u.audience, n.due_on, n.assigned_at, n.ended_at, b.name as by
            from certification_reason n join certification_requirement q on q.id = n.requirement_id left join certification_rule_version u on u.id = n.rule_version_id left join v_people_person b on b.id = n.assigned_by
            where q.person_id = @id order by n.id
            """, new { id }, ct)).ToLookup(r => r.RequirementId);

        var result = new List<Programme>();
        foreach (var chain in await chains.Of(id, ct))
        {
            var entries = new List<Entry>();
            foreach (var period in chain.Periods.Reverse())
            {
                EvidenceRow[] found = [.. evidence[period.Id]];
                var progress = period.IsOpen ? await requirements.Say(paths[period.Id].On(chain.CountingDay(period, now)).ToJson(), [.. found.Select(e => new Evidence(e.Kind, e.EvidenceKey, e.OccurredAt, e.Reference))], ct) : null;
                var proofs = new List<Proof>();
                foreach (var e in found) proofs.Add(new Proof(await requirements.Done(e.Kind, e.EvidenceKey, ct), e.OccurredAt, prior.GetValueOrDefault(e.Reference)));
                entries.Add(new Entry(period, chain.FactsOf(period).StatusOn(period.DayOf(now)), details[period.Id], progress, proofs, carried.GetValueOrDefault(period.Id), [.. was[period.Id]]));
            }
            var why = new List<Reason>();
            foreach (var row in reasons[chain.Requirement.Id]) why.Add(new Reason(row, row.Audience is null ? [] : await audiences.Say(JsonSerializer.Deserialize<Audience>(row.Audience, Json.Plain)!, ct)));
            result.Add(new Programme(programs[chain.Requirement.ProgramId], chain.StatusAt(now), entries, why, new ExcuseList([.. excuses[chain.Requirement.ProgramId]], now.Day, person.Zone, MayExcuse)));
        }
        Programmes = [.. result.OrderBy(p => p.Status?.Urgency() ?? 9).ThenBy(p => p.Program.Slug, StringComparer.Ordinal)];
        return true;
    }
}
