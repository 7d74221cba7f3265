namespace TrainingHub.Modules.People.Contracts;

/// <summary>What another module lets everybody choose on their own account page. Sections stand in the order in which the modules are registered.</summary>
public interface IAccountSection
{
    Task<PersonSection> Of(long personId, CancellationToken ct);
}
