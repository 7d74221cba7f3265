using TrainingHub.Modules.People.Tags;
using TrainingHub.Modules.Platform.Import;

namespace TrainingHub.Modules.People.Import;

/// <param name="Full">The file names everybody: whoever is absent from it leaves today.</param>
/// <param name="AllowLeaving">With <paramref name="Full"/>: the most people, in percent of those employed, who may leave by one file.</param>
/// <param name="SkipBad">Import the good rows although others are wrong.</param>
internal sealed record ImportOptions(bool Full = false, int AllowLeaving = 10, bool SkipBad = false);

/// <summary>What will be done with one good row. <paramref name="PersonId"/> is null for somebody new.</summary>
internal sealed record PlannedRow(FileRow Row, long? PersonId, PersonFacts Facts, Placement Place, bool Edit, bool Move, DateOnly? RehireOn, DateOnly? LeaveOn, DateOnly MoveOn, TagChange Tags)
{
    public bool IsNew => PersonId is null;

    public bool Changes => IsNew || Edit || Move || RehireOn is not null || LeaveOn is not null || Tags.Give.Count + Tags.Take.Count > 0;
}

/// <summary>What an import would do; nothing is done yet.</summary>
/// <param name="Blocked">The file as a whole can't be used, whatever the options.</param>
internal sealed record ImportPlan(IReadOnlyList<PlannedRow> Rows, IReadOnlyList<long> Leaving, IReadOnlyList<ImportFault> Faults, bool Blocked, ImportOptions Options)
{
    public int New => Rows.Count(r => r.IsNew);

    public int Changed => Rows.Count(r => !r.IsNew && r.Changes);

    public int Unchanged => Rows.Count(r => !r.Changes);

    public bool CanApply => !Blocked && (Faults.Count == 0 || (Options.SkipBad && Rows.Count > 0));
}
