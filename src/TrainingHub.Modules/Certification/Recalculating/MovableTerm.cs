using TrainingHub.Modules.Certification.Carried;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Recalculating;

/// <summary>The dates of a certified period that has not ended, and all that they were computed from.</summary>
/// <param name="RenewedExpiry">Of the period that it renewed; null where it renewed none.</param>
/// <param name="ChainAnchor">The chain's anchor when it was completed; null for the first.</param>
/// <param name="HasOpened">Its renewal window has opened: a renewal was asked for.</param>
internal sealed record MovableTerm(
    long PeriodId, long PersonId, DateOnly CompletedOn, DateOnly? DueOn, DateOnly ExpiresOn, DateOnly WindowOpensOn, DateOnly GraceEndsOn, DateOnly? RenewedExpiry, DateOnly? RenewedWindow, DateOnly? ChainAnchor,
    bool IsCarried, DateOnly? ExpiresAsked, DateOnly? AnchorAsked, bool HasOpened)
{
    public const string Columns =
        """
        d.id as period_id, d.person_id, d.completed_on, d.due_on, d.expires_on, d.window_opens_on, d.grace_ends_on, r.expires_on as renewed_expiry, r.window_opens_on as renewed_window,
        coalesce(b.anchor_asked, case when b.expires_asked is not null and y.basis = 'fixed' then y.anchor_on end, l.anchor_on) as chain_anchor,
        k.period_id is not null as is_carried, k.expires_asked, k.anchor_asked, exists (select 1 from certification_period s where s.renews_id = d.id) as has_opened
        """;

    /// <summary>Of certification_period d; l is the last one that was completed before it, b what that was carried over from, by the policy y.</summary>
    public const string Tables =
        """
        certification_period d left join certification_carried k on k.period_id = d.id left join certification_period r on r.id = d.renews_id
        left join certification_period l on l.requirement_id = d.requirement_id and l.completed_on is not null
            and l.number = (select max(x.number) from certification_period x where x.requirement_id = d.requirement_id and x.number < d.number and x.completed_on is not null)
        left join certification_carried b on b.period_id = l.id left join certification_policy y on y.id = l.policy_id
        """;

    public const string IsMovable = "d.completed_on is not null and d.ended_on is null";

    /// <summary>
    /// What the policy would have given at the completion, all else as it was. But a window that has opened stays open: nobody is told to renew and then that it is too early.
    /// What a paper from elsewhere says of its expiry stays.
    /// </summary>
    public Outcome<CarriedTerm> By(PeriodPolicy policy)
    {
        var (place, problem) = Place(policy);
        if (place is null) return problem!;
        return HasOpened && WindowOpensOn < place.Term.WindowOpens ? place with { Term = place.Term with { WindowOpens = WindowOpensOn } } : place;
    }

    public bool Differs(PeriodTerm term) => term.Expiry != ExpiresOn || term.WindowOpens != WindowOpensOn || term.GraceEnds != GraceEndsOn;

    private Outcome<CarriedTerm> Place(PeriodPolicy policy)
    {
        if (IsCarried) return CarriedTerm.For(policy, CompletedOn, ExpiresAsked, policy.Basis == ExpiryBasis.Fixed || (policy.Basis == ExpiryBasis.Expiry && ExpiresAsked is not null) ? AnchorAsked : null);
        var (term, problem) = PeriodDates.For(policy, new Completion(CompletedOn, DueOn, RenewedExpiry, ChainAnchor, RenewedWindow));
        return term is null ? problem! : new CarriedTerm(term, term.Anchor);
    }

    public static Task<MovableTerm?> Of(Db db, long periodId, CancellationToken ct) =>
        db.Row<MovableTerm>($"select {Columns} from {Tables} where d.id = @periodId and {IsMovable}", new { periodId }, ct);
}
