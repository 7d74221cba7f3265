namespace TrainingHub.Modules.People.Contracts;

/// <summary>Who is in an audience, in words of the reader's language.</summary>
public interface IAudienceWords
{
    /// <summary>One phrase per condition and exception; one that says "everybody" where there is none.</summary>
    Task<IReadOnlyList<string>> Say(Audience audience, CancellationToken ct);
}
