namespace TrainingHub.Modules.People.Contracts;

/// <param name="View">The partial view's address, as "/Certification/Periods/_OnPersonPage.cshtml"; it renders one <c>section.tile</c>.</param>
/// <param name="Model">What the view shows.</param>
public sealed record PersonSection(string View, object Model);

/// <summary>What another module has to say about somebody, on that person's own page. Sections stand in the order in which the modules are registered.</summary>
public interface IPersonSection
{
    /// <returns>Null where the one who looks may not see it: who sees the person need not see everything about them.</returns>
    Task<PersonSection?> Of(long personId, CancellationToken ct);
}
