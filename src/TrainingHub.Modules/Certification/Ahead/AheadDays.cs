using TrainingHub.Modules.Certification.Rules;

namespace TrainingHub.Modules.Certification.Ahead;

/// <summary>How somebody is supposed to renew: nobody knows it, so whoever looks ahead says it.</summary>
internal enum RenewalHabit { Early, LastDay, InGrace, Never }

/// <summary>What is open as the look ahead begins.</summary>
/// <param name="Policy">That it was opened with, and keeps.</param>
internal sealed record OpenAhead(DateOnly AssignedOn, DateOnly? DueOn, PeriodPolicy Policy, bool IsRenewal);

/// <summary>What is held as the look ahead begins.</summary>
/// <param name="Escalate">By the policy it was opened with.</param>
internal sealed record HeldAhead(DateOnly ValidFrom, DateOnly Expiry, DateOnly WindowOpens, DateOnly GraceEnds, CalendarSpan Escalate = default);

/// <summary>Where a chain stands.</summary>
/// <param name="AsksRenewal">It is assigned, and nobody is excused from it for good.</param>
/// <param name="AsksFrom">The day after an excuse ends; null where nothing excuses.</param>
/// <param name="AsksUntil">When the renewal is due that is asked from that day on, where what it renews has expired by then; null: at no time.</param>
internal sealed record AheadStart(OpenAhead? Open, HeldAhead? Held, DateOnly? ChainAnchor, bool AsksRenewal, DateOnly? AsksFrom = null, DateOnly? AsksUntil = null);

/// <summary>One thing that will happen.</summary>
/// <param name="What">A step of <see cref="PeriodSteps"/>, or <see cref="AheadDays.Certified"/>.</param>
/// <param name="Until">Of a certification: its last valid day.</param>
internal sealed record AheadDay(DateOnly Day, string What, DateOnly? Until = null);

/// <summary>The days ahead of a chain, by the same functions that will compute them: <see cref="PeriodDates"/> and <see cref="PeriodSteps"/>.</summary>
internal static class AheadDays
{
    public const string Certified = "certified";

    /// <summary>A policy of days would be followed through hundreds of periods of thousands of people; nobody reads that far.</summary>
    private const int MostPeriods = 60;

    /// <param name="policy">For the periods that are yet to be opened.</param>
    /// <param name="from">The first day looked at; what was due before it is over.</param>
    /// <param name="until">The last.</param>
    public static IReadOnlyList<AheadDay> Of(AheadStart start, PeriodPolicy policy, RenewalHabit habit, DateOnly from, DateOnly until)
    {
        var days = new List<AheadDay>();
        var (open, held, anchor, day) = (start.Open, start.Held, start.ChainAnchor, from);
        for (var periods = 0; day <= until && periods < MostPeriods; periods++)
        {
            var renews = held is not null && (start.AsksRenewal || held != start.Held);
            if (open is null && renews) open = new OpenAhead(Later(Later(held!.WindowOpens, held.ValidFrom), start.AsksFrom ?? DateOnly.MinValue), start.AsksFrom > held.Expiry ? start.AsksUntil : held.Expiry, policy, IsRenewal: true);
            var completes = open is null ? null : Completes(habit, open, held, day);
            var end = completes < until ? completes.Value : until;
            days.AddRange(Steps(open, held, renews, start.AsksFrom ?? DateOnly.MinValue, isNew: held != start.Held, day).Where(s => s.Day >= day && s.Day <= end));
            if (completes is not { } completed || completed > until) break;
            if (PeriodDates.For(open!.Policy, new Completion(completed, open.DueOn, held?.Expiry, anchor, held?.WindowOpens)).Value is not { } term) break; // the calendar ends
            days.Add(new AheadDay(completed, Certified, term.Expiry));
            (open, held, anchor, day) = (null, new HeldAhead(completed, term.Expiry, term.WindowOpens, term.GraceEnds, open!.Policy.Escalate), term.Anchor, completed.AddDays(1));
        }
        return [.. days.OrderBy(d => d.Day)];
    }

    private static DateOnly? Completes(RenewalHabit habit, OpenAhead open, HeldAhead? held, DateOnly day) => (habit, PeriodSteps.AreSpokenFor(open.DueOn, RenewedExpiry(open, held)) ? held : null) switch
    {
        (RenewalHabit.Never, _) => null,
        (RenewalHabit.Early, _) => Later(open.AssignedOn, day),
        (_, null) => Later(Later(open.DueOn ?? day, open.AssignedOn), day),
        (RenewalHabit.LastDay, { } renewed) => Later(Later(renewed.Expiry, open.AssignedOn), day),
        (_, { } renewed) => Later(Later(renewed.GraceEnds, open.AssignedOn), day),
    };

    private static IEnumerable<AheadDay> Steps(OpenAhead? open, HeldAhead? held, bool renews, DateOnly asksFrom, bool isNew, DateOnly day)
    {
        if (open is not null)
            foreach (var (step, on) in PeriodSteps.LifeOfOpen(open.AssignedOn, open.DueOn, RenewedExpiry(open, held), open.Policy.Escalate)) yield return new AheadDay(on, step);
        if (held is null) yield break;
        // Who is asked for the renewal again has time of its own.
        var hears = renews && (open is not { IsRenewal: true } || PeriodSteps.AreSpokenFor(open.DueOn, held.Expiry));
        foreach (var (step, on) in PeriodSteps.LifeOfCertified(new PeriodTerm(held.Expiry, 0, held.Expiry, held.WindowOpens, held.GraceEnds), held.Escalate))
        {
            if (step == PeriodSteps.NotRenewed && !hears) continue;
            // The renewal of a short first period is asked for from its first day. Whatever else lies before the day on which it was earned comes up the day after.
            if (step == PeriodSteps.WindowOpens)
            {
                if (renews) yield return new AheadDay(Later(isNew ? Later(on, day) : Later(on, held.ValidFrom), asksFrom), step);
            }
            else
            {
                var comes = isNew ? Later(on, day) : on;
                if (step != PeriodSteps.Expiring || comes <= held.Expiry) yield return new AheadDay(comes, step);
            }
        }
    }

    private static DateOnly? RenewedExpiry(OpenAhead open, HeldAhead? held) => open.IsRenewal ? held?.Expiry : null;

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;
}
