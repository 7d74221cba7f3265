using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Content;

/// <summary>The course a Markdown text belongs to: which pictures it may show, which terms it may link, which clauses it may quote.</summary>
/// <param name="Terms">By their id; null where the glossary could not be read, so that nobody knows.</param>
internal sealed record TextContext(string Slug, IReadOnlyDictionary<string, byte[]> Files, IReadOnlyDictionary<string, Term>? Terms, IReadOnlyList<Clause> Clauses)
{
    public static TextContext Of(string slug, IReadOnlyDictionary<string, byte[]> files, IReadOnlyList<Term>? terms, IReadOnlyList<Clause> clauses) =>
        new(slug, files, terms?.GroupBy(t => t.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal), clauses);

    /// <summary>Of a draft, which may have faults: as much as can be read.</summary>
    public static TextContext OfDraft(ContentFolder folder) => Of(
        folder.Slug, folder.Files,
        folder.Text(ContentPaths.Glossary) is { } glossary ? GlossaryFile.Read(ContentPaths.Glossary, glossary, new Faults()) : [],
        folder.Text(ContentPaths.Module) is { } module ? ModuleFile.Read(ContentPaths.Module, module, new Faults())?.Clauses ?? [] : []);
}
