namespace TrainingHub.Modules.Platform.Yaml;

/// <summary>One thing that is wrong in a content file: where, and what to do.</summary>
/// <param name="File">Path as the author knows it: "grooming/questions.yaml".</param>
/// <param name="Line">From 1; 0 where the whole file is meant.</param>
/// <param name="Column">From 1.</param>
/// <param name="Key">The key's path: "questions[3].options[0].text.en".</param>
public sealed record Fault(string File, int Line, int Column, string Key, string Message)
{
    public override string ToString() => $"{File}{(Line > 0 ? $":{Line}:{Column}" : "")}: {(Key.Length > 0 ? Key + ": " : "")}{Message}";
}

/// <summary>Collects every fault, so that an author sees all of them at once.</summary>
public sealed class Faults
{
    private readonly List<Fault> all = [];

    public IReadOnlyList<Fault> All => all;

    public bool Any => all.Count > 0;

    public void Add(Fault fault) => all.Add(fault);

    public void Add(string file, string message) => all.Add(new Fault(file, 0, 0, "", message));
}
