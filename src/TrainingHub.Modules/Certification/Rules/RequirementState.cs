namespace TrainingHub.Modules.Certification.Rules;

/// <summary>How far a requirement has been met; a tree of the same shape, for the page that shows it.</summary>
/// <param name="Requirement">What this is the state of.</param>
/// <param name="SatisfiedAt">The moment completion was reached; null if it was not. Its civil day in the policy's zone is C.</param>
/// <param name="Done">How many of the needed leaves are done; equal to <paramref name="Needed"/> exactly if satisfied.</param>
/// <param name="Needed">How many leaves there are to do; of an anyOf, those of the parts that are nearest to done.</param>
/// <param name="Used">
/// The evidence that satisfied it, by the moment, for the record beside the certificate; of a leaf the earliest, of an anyOf that of the
/// parts that were first. While it is not satisfied: what counts so far.
/// </param>
/// <param name="Parts">The states of the parts, in their order.</param>
internal sealed record RequirementState(
    Requirement Requirement, DateTimeOffset? SatisfiedAt, int Done, int Needed, IReadOnlyList<Evidence> Used, IReadOnlyList<RequirementState> Parts)
{
    public bool IsSatisfied => SatisfiedAt is not null;

    /// <summary>
    /// The leaves that are still of use: nothing of what is satisfied, and of an anyOf all alternatives, since the choice
    /// is the learner's. So there may be more of them than <see cref="Needed"/> − <see cref="Done"/>.
    /// </summary>
    public IEnumerable<Requirement.Leaf> Missing =>
        IsSatisfied ? [] : Requirement is Requirement.Leaf leaf ? [leaf] : Parts.SelectMany(p => p.Missing).Distinct();

    /// <param name="evidence">Sorted by the moment it occurred.</param>
    internal static RequirementState Of(Requirement requirement, IReadOnlyList<Evidence> evidence)
    {
        switch (requirement)
        {
            case Requirement.Leaf leaf:
                var first = evidence.FirstOrDefault(e => e.Kind == leaf.Kind && e.Key == leaf.Key);
                return new RequirementState(leaf, first?.OccurredAt, first is null ? 0 : 1, 1, first is null ? [] : [first], []);
            case Requirement.AllOf all:
                return Combined(all, [.. all.Parts.Select(p => Of(p, evidence))], all.Parts.Count);
            case Requirement.AnyOf any:
                return Combined(any, [.. any.Parts.Select(p => Of(p, evidence))], any.Count);
            case Requirement.InOrder steps:
                return Combined(steps, Stepwise(steps, evidence), steps.Parts.Count);
            case Requirement.Points points:
                return Weighed(points, [.. points.Parts.Select(p => Of(p, evidence))]);
            default:
                throw new ArgumentOutOfRangeException(nameof(requirement), requirement, "There is no such requirement.");
        }
    }

    private static List<RequirementState> Stepwise(Requirement.InOrder steps, IReadOnlyList<Evidence> evidence)
    {
        List<RequirementState> states = [];
        foreach (var step in steps.Parts)
        {
            var state = Of(step, evidence);
            states.Add(state);
            // Satisfying each step at its earliest is also best for all that follow: a later start never finishes sooner.
            evidence = state.SatisfiedAt is { } from ? [.. evidence.Where(e => e.OccurredAt >= from)] : [];
        }

        return states;
    }

    private static RequirementState Combined(Requirement requirement, IReadOnlyList<RequirementState> parts, int count)
    {
        // The parts that are nearest to done stand for the whole; the satisfied ones first, by the moment.
        return Of(requirement, parts, [.. parts.OrderBy(p => p.Needed - p.Done).ThenBy(p => p.SatisfiedAt).ThenBy(p => p.Needed).Take(count)]);
    }

    /// <summary>The earliest parts that suffice; while they don't, those that are nearest to done beside them.</summary>
    private static RequirementState Weighed(Requirement.Points points, IReadOnlyList<RequirementState> parts)
    {
        List<RequirementState> enough = [];
        var sum = 0;
        foreach (var (part, worth) in parts.Zip(points.Worths).OrderBy(p => p.First.Needed - p.First.Done).ThenBy(p => p.First.SatisfiedAt).ThenByDescending(p => p.Second))
        {
            if (sum >= points.Needed) break;
            enough.Add(part);
            sum += worth;
        }
        return Of(points, parts, enough);
    }

    /// <param name="nearest">The parts that stand for the whole.</param>
    private static RequirementState Of(Requirement requirement, IReadOnlyList<RequirementState> parts, IReadOnlyCollection<RequirementState> nearest)
    {
        var isSatisfied = nearest.All(p => p.IsSatisfied);
        return new RequirementState(
            requirement,
            isSatisfied ? nearest.Max(p => p.SatisfiedAt) : null,
            nearest.Sum(p => p.Done),
            nearest.Sum(p => p.Needed),
            [.. (isSatisfied ? nearest : parts).SelectMany(p => p.Used).Distinct()],
            parts);
    }
}
