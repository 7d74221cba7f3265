namespace TrainingHub.Modules.People.Contracts;

/// <summary>Who is nearest to somebody among those who may do something for them.</summary>
public interface INearest
{
    /// <summary>
    /// By person, those with the permission over the person's department or the nearest one above it; where there is none, over the site or the nearest one above it, at last over the whole hub.
    /// Nobody is their own, and whoever has left is nobody's.
    /// </summary>
    Task<ILookup<long, long>> With(string permission, IReadOnlyCollection<long> people, DateOnly today, CancellationToken ct);
}
