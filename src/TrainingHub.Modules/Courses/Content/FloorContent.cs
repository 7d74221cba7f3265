using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Content;

/// <summary>What a course has for the floor beside its lessons.</summary>
internal sealed record FloorContent(IReadOnlyList<Term> Terms, IReadOnlyList<Dialogue> Dialogues, JobAid? JobAid, IReadOnlyList<Checklist> Checklists)
{
    /// <param name="course">With the glossary's terms, which lessons link too.</param>
    public static FloorContent Read(ContentFolder folder, IReadOnlyList<Term> terms, TextContext course, HashSet<string> shown, Faults faults) => new(
        terms,
        folder.Text(ContentPaths.Dialogues) is { } dialogues ? DialoguesFile.Read($"{folder.Slug}/{ContentPaths.Dialogues}", dialogues, folder.Clauses, faults) : [],
        JobAidFile.Read(course, folder.Text, shown, faults),
        folder.Text(ContentPaths.Checklists) is { } checklists ? ChecklistsFile.Read($"{folder.Slug}/{ContentPaths.Checklists}", checklists, folder.Clauses, faults) : []);
}
