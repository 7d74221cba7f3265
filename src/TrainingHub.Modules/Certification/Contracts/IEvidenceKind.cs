using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Certification.Contracts;

/// <summary>One thing of a kind that a programme may ask for.</summary>
/// <param name="Url">Where a learner goes to do it; null where that is not done in the hub.</param>
public sealed record EvidenceChoice(string Key, string TitleZh, string TitleEn, string? Url);

/// <summary>
/// A kind of evidence, by whoever records it. Registered in the services; nothing else knows which kinds there are: program.yaml, the stored requirements,
/// the words on every page and what a new period asks for afresh all go by these.
/// </summary>
public interface IEvidenceKind
{
    /// <summary>The word in program.yaml: <c>course: grooming</c>.</summary>
    string Kind { get; }

    /// <summary>What a key looks like, as a regular expression; the same stands in program.schema.json.</summary>
    string KeyPattern => "^[a-z0-9]+(-[a-z0-9]+)*$";

    /// <summary>The same in English words, for an author who got it wrong.</summary>
    string KeyWords => "the slug of one: lower-case letters, digits and hyphens";

    /// <summary>Whether HR may count it for somebody who had learned it elsewhere. Not where there is another way to do so, or where only the person can.</summary>
    bool MayBePrior => true;

    /// <summary>What a learner is asked to do.</summary>
    string Asks(Localizer t, string title);

    /// <summary>That it was done, as a line of the record.</summary>
    string Done(Localizer t, string title);

    /// <summary>All there are now.</summary>
    Task<IReadOnlyList<EvidenceChoice>> Choices(CancellationToken ct);

    /// <summary>Whether a course folder brings this itself, so that its programme may name it before it is there.</summary>
    bool IsBroughtBy(ContentFolder folder, string key) => false;

    /// <summary>For what is held rather than done, as another certification: where it is recorded that the person held it at that instant; null where not, or where it is a deed.</summary>
    Task<string?> HeldAt(long personId, string key, DateTimeOffset at, DateOnly day, CancellationToken ct) => Task.FromResult<string?>(null);

    /// <summary>Of these people those for whom <see cref="HeldAt"/> may say something, whatever the key. For hundreds at once; one too many costs time, one too few costs somebody what they hold.</summary>
    Task<IReadOnlyCollection<long>> MayHold(IReadOnlyCollection<long> people, CancellationToken ct) => Task.FromResult(people);

    /// <summary>Of these people those for whom <see cref="Afresh"/> may have something to do.</summary>
    Task<IReadOnlyCollection<long>> MayBeginAfresh(IReadOnlyCollection<long> people, string key, CancellationToken ct) => Task.FromResult(people);

    /// <summary>A period asks for it anew: sees to it that it can be done again. May be repeated.</summary>
    /// <param name="since">What was done before does not count.</param>
    Task Afresh(long personId, string key, DateTimeOffset since, CancellationToken ct) => Task.CompletedTask;
}
