using System.Text.Json.Serialization;

namespace TrainingHub.Modules.Certification.Rules;

/// <summary>
/// What must be done to earn a period: a tree of <see cref="AllOf"/>, <see cref="AnyOf"/>, <see cref="InOrder"/> and <see cref="Points"/> over
/// <see cref="Leaf"/>s. Its JSON is that of `requires:` in program.yaml (content/README.md); see <see cref="RequirementJson"/>.
/// </summary>
[JsonConverter(typeof(RequirementJson.Converter))]
internal abstract record Requirement
{
    private Requirement() { }

    /// <summary>One thing to show evidence of.</summary>
    /// <param name="Kind">"course", "quiz" and whatever else provides evidence.</param>
    /// <param name="Key">Which one: its slug.</param>
    public sealed record Leaf(string Kind, string Key) : Requirement;

    /// <summary>A requirement with parts. Nothing made of nothing: without parts it could not say when it was satisfied.</summary>
    public abstract record Branch : Requirement
    {
        private protected Branch(IReadOnlyList<Requirement> parts) =>
            Parts = parts.Count > 0 ? parts : throw new ArgumentException("A requirement needs at least one part.", nameof(parts));

        public IReadOnlyList<Requirement> Parts { get; }
    }

    public sealed record AllOf(params IReadOnlyList<Requirement> Of) : Branch(Of);

    /// <param name="Count">How many of the parts are enough; 1 to the number of parts.</param>
    public sealed record AnyOf(int Count, params IReadOnlyList<Requirement> Of) : Branch(Of)
    {
        public int Count { get; } = Count >= 1 && Count <= Of.Count
            ? Count
            : throw new ArgumentOutOfRangeException(nameof(Count), Count, $"Must be from 1 to {Of.Count}, the number of parts.");
    }

    /// <summary>One after the other: evidence for a part counts only from the moment the part before it was satisfied.</summary>
    public sealed record InOrder(params IReadOnlyList<Requirement> Of) : Branch(Of);

    /// <summary>Parts of different weight: enough of them, whichever they are.</summary>
    public sealed record Points : Branch
    {
        /// <param name="needed">How many points are enough; at most what all parts give together.</param>
        /// <param name="of">What each part gives, and the part.</param>
        public Points(int needed, params IReadOnlyList<(int Worth, Requirement Part)> of) : base([.. of.Select(o => o.Part)])
        {
            if (of.Any(o => o.Worth < 1)) throw new ArgumentOutOfRangeException(nameof(of), "Every part gives at least one point.");
            if (needed < 1 || needed > of.Sum(o => o.Worth)) throw new ArgumentOutOfRangeException(nameof(needed), needed, $"Must be from 1 to {of.Sum(o => o.Worth)}, what all parts give together.");
            (Needed, Worths) = (needed, [.. of.Select(o => o.Worth)]);
        }

        public int Needed { get; }

        /// <summary>In the order of the parts.</summary>
        public IReadOnlyList<int> Worths { get; }
    }

    /// <summary>All leaves, from left to right, each once.</summary>
    public IEnumerable<Leaf> Leaves => (this is Branch branch ? branch.Parts.SelectMany(p => p.Leaves) : [(Leaf)this]).Distinct();

    /// <summary>Whether evidence of this kind and key is of any use here.</summary>
    public bool Asks(string kind, string key) => Leaves.Contains(new Leaf(kind, key));

    /// <summary>
    /// How far this evidence gets. The result depends on when things occurred, not on the order in which the evidence comes in.
    /// Old evidence never completes a new period (semantics §1): pass that of the period alone.
    /// </summary>
    public RequirementState Evaluate(IEnumerable<Evidence> evidence) =>
        RequirementState.Of(this, [.. evidence.OrderBy(e => e.OccurredAt).ThenBy(e => e.Reference, StringComparer.Ordinal)]);
}

/// <summary>Something a person did that counts.</summary>
/// <param name="Kind">As in <see cref="Requirement.Leaf"/>.</param>
/// <param name="Key">As in <see cref="Requirement.Leaf"/>.</param>
/// <param name="OccurredAt">When it was done; not when the hub heard of it.</param>
/// <param name="Reference">Where it is recorded, such as an attempt's id.</param>
internal sealed record Evidence(string Kind, string Key, DateTimeOffset OccurredAt, string Reference);
