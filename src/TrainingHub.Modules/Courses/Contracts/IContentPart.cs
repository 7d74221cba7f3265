using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Contracts;

/// <summary>
/// One file of a course folder that a module other than Courses owns: questions.yaml, program.yaml. Registered in the services as IContentPart.
/// Courses reads the folder, runs every part's <see cref="Check"/> and, when nothing is wrong, every part's <see cref="Import"/> in ONE transaction.
/// </summary>
public interface IContentPart
{
    /// <summary>The file's name, as "questions.yaml".</summary>
    string FileName { get; }

    /// <summary>Adds a fault for everything that is wrong; changes nothing. Called for a folder without the file too.</summary>
    void Check(ContentFolder folder, Faults faults);

    /// <summary>
    /// Brings the database in line with the file, also where the folder has it no longer; inside the transaction of the import. True where something changed.
    /// </summary>
    /// <exception cref="ContentRefusedException">Only the database could tell what is wrong; nothing of the import stays.</exception>
    Task<bool> Import(ContentFolder folder, long courseId, long versionId, CancellationToken ct);

    /// <summary>
    /// The file as text from the database, always the same text for the same content; null where the course has none or the part keeps
    /// nothing but what the file says. An export writes it only where it changed since the import, else the file's own bytes.
    /// </summary>
    Task<string?> Export(long courseId, CancellationToken ct);
}

/// <summary>A course folder as read from disk (or from the blob store, for a draft made in the hub).</summary>
/// <param name="Slug">The folder's name.</param>
/// <param name="Files">Path inside the folder, with '/', to bytes.</param>
/// <param name="Clauses">The clause numbers that module.yaml defines.</param>
public sealed record ContentFolder(string Slug, IReadOnlyDictionary<string, byte[]> Files, IReadOnlySet<string> Clauses)
{
    /// <summary>Whom the course is for, separated by blanks: <see cref="TradeNames"/>.</summary>
    public string Trades { get; init; } = TradeNames.Everyone;

    /// <summary>Clause number to the trades it is for, separated by blanks; one that is missing is for everyone.</summary>
    public IReadOnlyDictionary<string, string> ClauseTrades { get; init; } = new Dictionary<string, string>();

    /// <summary>The checklists that checklists.yaml defines.</summary>
    public IReadOnlySet<string> Checklists { get; init; } = new HashSet<string>();

    /// <summary>The file as text (UTF-8, with or without BOM); null where there is none.</summary>
    public string? Text(string path) => Files.TryGetValue(path, out var bytes)
        ? new System.Text.UTF8Encoding(false, true).GetString(bytes).TrimStart('\uFEFF').ReplaceLineEndings("\n")
        : null;
}
