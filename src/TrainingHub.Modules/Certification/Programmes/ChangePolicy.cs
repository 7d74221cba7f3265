using TrainingHub.Modules.Certification.Content;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Programmes;

/// <summary>A new policy version for periods that are opened from now on; those that are under way keep theirs.</summary>
internal sealed class ChangePolicy(Db db, Reach reach, Audit audit, TimeProvider clock)
{
    public async Task<Problem?> Handle(long programId, PolicyText policy, CancellationToken ct)
    {
        if (Check(policy).Problem is { } problem) return problem;
        if (await reach.WholeHub(CertificationPermissions.Edit, ct) is { } beyond) return beyond;
        await using var tx = await db.Begin(ct);
        await db.Row<long>($"select id from certification_program where id = @programId {db.Dialect.ForUpdate}", new { programId }, ct);
        var current = await db.Row<PolicyText>(
            $"select {PolicyText.Columns} from certification_policy y join certification_program p on p.current_policy_id = y.id where p.id = @programId",
            new { programId }, ct);
        if (current != policy)
        {
            await Insert(db, programId, policy, "hub", clock.GetUtcNow(), ct);
            await audit.Write("certification.policy-changed", $"program:{programId}", policy, ct);
        }
        await tx.Commit(ct);
        return null;
    }

    /// <summary>The policy as the rules see it, or what is wrong with it.</summary>
    internal static Outcome<PeriodPolicy> Check(PolicyText policy)
    {
        var spans = new List<CalendarSpan?>();
        foreach (var text in (string?[])[policy.Active, policy.Window, policy.Minimum, policy.Grace, policy.FirstMinimum, policy.Escalate])
        {
            var (span, problem) = text is null ? default : CalendarSpan.Parse(text);
            if (problem is not null) return problem;
            spans.Add(text is null ? null : span);
        }
        if (!LapsedText.TryParse(policy.Lapsed, out var lapsed)) return Problem.Because("Choose what is asked after the grace.");
        if (policy.Zone is not null && PolicyZone.Fault(policy.Zone) is { } unknown) return unknown;
        return ExpiryBasisText.TryParse(policy.Basis, out var basis)
            ? PeriodPolicy.Create(spans[0]!.Value, spans[1]!.Value, basis, spans[2], spans[3], spans[4], policy.Anchor, lapsed, spans[5], policy.Zone is null ? null : TimeZoneInfo.FindSystemTimeZoneById(policy.Zone))
            : Problem.Because("Choose what the expiry is counted from.");
    }

    internal static async Task<long> Insert(Db db, long programId, PolicyText policy, string origin, DateTimeOffset now, CancellationToken ct)
    {
        var id = await db.Insert(
            """
            insert into certification_policy(program_id, number, active, renewal_window, basis, minimum, grace, grace_is_compliant, first_minimum, anchor_on, lapsed, escalate, time_zone, origin, created_at)
            values (@programId, (select count(*) + 1 from certification_policy where program_id = @programId), @Active, @Window, @Basis, @Minimum, @Grace, @GraceCounts, @FirstMinimum, @Anchor, @Lapsed, @Escalate, @Zone, @origin, @now) returning id
            """,
            new { programId, policy.Active, policy.Window, policy.Basis, policy.Minimum, policy.Grace, policy.GraceCounts, policy.FirstMinimum, policy.Anchor, policy.Lapsed, policy.Escalate, policy.Zone, origin, now }, ct);
        await db.Execute("update certification_program set current_policy_id = @id where id = @programId", new { id, programId }, ct);
        return id;
    }
}
