namespace TrainingHub.Modules.Courses.Changes;

/// <summary>A changed clause with its judgement so far, as a form asks for it.</summary>
/// <param name="CanEdit">Else the judgement is only shown.</param>
internal sealed record ShownChange(ClauseChange Change, string? Severity, string? Note, bool CanEdit, string Prefix = "")
{
    public string SeverityField => $"{Prefix}severity-{Change.Code}";

    public string NoteField => $"{Prefix}why-{Change.Code}";
}
