namespace TrainingHub.Modules.Courses.Contracts;

/// <summary>Something a good author mends in a course that is right as far as the hub can tell: it keeps no import back.</summary>
/// <param name="Rule">The rule's name in content/README.md: "sentence".</param>
/// <param name="File">Path as the author knows it: "grooming/questions.yaml".</param>
/// <param name="Line">From 1; 0 where the whole file is meant.</param>
/// <param name="Key">Which text or entry of the file; "" where the line says it all.</param>
public sealed record Remark(string Rule, string File, int Line, string Key, string Message)
{
    /// <summary>File and line.</summary>
    public string Place => $"{File}{(Line > 0 ? $":{Line}" : "")}";

    /// <summary>The message, and before it what it is about.</summary>
    public string Words => $"{(Key.Length > 0 ? Key + ": " : "")}{Message}";

    public override string ToString() => $"{Place}: remark ({Rule}): {Words}";
}

/// <summary>Looks over what a module other than Courses owns of a course folder. Registered in the services; asked only about folders without a fault.</summary>
public interface IContentRemarks
{
    /// <param name="earlier">The folders that were looked over before in the same run, for what must not stand in two courses.</param>
    IEnumerable<Remark> On(ContentFolder folder, IReadOnlyList<ContentFolder> earlier);
}
