using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Contracts;

/// <summary>
/// What only the database can tell is wrong in a content file: it names a course, quiz or site that there is none of. Thrown by
/// <see cref="IContentPart.Import"/>; the import's transaction is given up and the faults are shown like those of a check.
/// </summary>
public sealed class ContentRefusedException(IReadOnlyList<Fault> faults) : Exception(string.Join('\n', faults))
{
    public IReadOnlyList<Fault> Faults => faults;
}
