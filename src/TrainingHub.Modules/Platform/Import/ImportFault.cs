using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Platform.Import;

/// <param name="Line">In the file, counted from 1; 0 where it concerns the file as a whole.</param>
/// <param name="Column">As the file names it; null where it concerns the whole row.</param>
/// <param name="Value">What stands there.</param>
/// <param name="What">What is wrong and what to do.</param>
internal sealed record ImportFault(int Line, string? Column, string? Value, Problem What)
{
    public string In(Localizer t) => (Line, Column) switch
    {
        (0, _) => t[What],
        (_, null) => t["Line {0}: {1}", Line, t[What]],
        _ => t["Line {0}, column {1}: {2}", Line, Column, t[What]],
    };
}
