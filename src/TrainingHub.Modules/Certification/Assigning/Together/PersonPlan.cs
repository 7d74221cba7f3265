using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Rules;

namespace TrainingHub.Modules.Certification.Assigning.Together;

/// <param name="RuleId">Null where a person is the reason.</param>
internal sealed record HeldReason(long PersonId, long? RuleId);

/// <summary>What is known of one of many before the rules are worked out.</summary>
/// <param name="Reasons">Those that hold.</param>
/// <param name="Programs">Those of which there is a requirement, whether it holds or not.</param>
internal sealed record KnownPerson(long Id, IReadOnlyList<HeldReason> Reasons, IReadOnlySet<long> Programs);

/// <summary>One more reason of a requirement.</summary>
internal sealed record PlannedReason(RuleVersion Rule, DateOnly DueOn, DateOnly FromOn);

/// <summary>A requirement that nobody has asked of this person before, with its first period.</summary>
/// <param name="policyZone">That its policy names; null where none.</param>
internal sealed class PlannedPeriod(long programId, AsOf when, DateOnly? dueOn, string? policyZone)
{
    private readonly string? zone = policyZone;

    public long ProgramId { get; } = programId;

    public AsOf When { get; } = when;

    public DateOnly AssignedOn { get; } = OpenPeriod.AssignedOn(policyZone, when);

    public DateOnly? DueOn { get; private set; } = OpenPeriod.DueOn(dueOn, OpenPeriod.AssignedOn(policyZone, when));

    /// <summary>The day from which what becomes due is reckoned.</summary>
    public DateOnly ReckonedOn { get; private set; } = OpenPeriod.AssignedOn(policyZone, when);

    public List<PlannedReason> Reasons { get; } = [];

    /// <summary>The same as <see cref="OpenPeriod.BringForward"/> does.</summary>
    public void BringForward(DateOnly dueOn, AsOf now)
    {
        var today = OpenPeriod.AssignedOn(zone, now);
        if (dueOn < today || DueOn <= dueOn) return;
        (DueOn, ReckonedOn) = (dueOn, today);
    }
}

/// <summary>
/// What rules newly ask of one person, worked out without a database by the same rules as <see cref="EvaluatePerson"/>. Only the plain case: what is asked was never asked before, and nothing
/// ends. There is no plan for anybody else; they are caught up one by one.
/// </summary>
internal static class PersonPlan
{
    /// <returns>The new periods, perhaps none; null where it is not the plain case.</returns>
    public static IReadOnlyCollection<PlannedPeriod>? Of(KnownPerson person, Replay replay, ProgramTerms terms)
    {
        var asked = new Dictionary<long, PlannedPeriod>();
        var reasons = new HashSet<long>(person.Reasons.Select(n => n.RuleId).OfType<long>());
        Moment? before = null;
        foreach (var moment in replay.Moments())
        {
            var (day, standing) = (moment.When.Day, moment.Standing);
            if (standing.LeftOn < day && person.Reasons.Count + asked.Count > 0) return null;
            // On the same day in the same place, only what says something new since can change anything.
            var isSame = ReferenceEquals(before?.Standing, standing) && before.When.Day == day;
            foreach (var rule in moment.Rules)
            {
                if (isSame && rule.RecordedAt <= before!.When.At) continue;
                var holds = rule.HoldsOn(day);
                if (reasons.Contains(rule.RuleId))
                {
                    if (!holds || !standing.IsIn(rule.Keeps, day)) return null;
                }
                else if (holds && standing.IsIn(rule.Catches, day))
                {
                    if (person.Programs.Contains(rule.ProgramId) || !Assign(asked, rule, moment, terms)) return null;
                    reasons.Add(rule.RuleId);
                }
            }
            before = moment;
        }
        return asked.Values;
    }

    private static bool Assign(Dictionary<long, PlannedPeriod> asked, RuleVersion rule, Moment moment, ProgramTerms terms)
    {
        var (day, at) = (moment.When.Day, moment.When.At);
        var (due, problem) = rule.DueOf(day, moment.Standing.HiredOn, rule.DueOn is null ? default : terms.ActiveAt(rule.ProgramId, at));
        if (problem is not null) return false; // said of that person alone
        if (asked.TryGetValue(rule.ProgramId, out var period)) period.BringForward(due, moment.When);
        else asked.Add(rule.ProgramId, period = new PlannedPeriod(rule.ProgramId, moment.When, due < day ? null : due, terms.ZoneAt(rule.ProgramId, at)));
        period.Reasons.Add(new PlannedReason(rule, due, day));
        return true;
    }
}
