using System.Text.RegularExpressions;

namespace TrainingHub.Tests.Platform;

/// <summary>
/// A module uses another only through its Contracts and its v_ views; Platform knows no module. Checked in the source itself.
/// </summary>
public sealed partial class ModuleWallTests
{
    [GeneratedRegex(@"\bTrainingHub\.Modules\.(?<module>\w+)(?:\.(?<part>\w+))?")]
    private static partial Regex FullNames { get; }

    [GeneratedRegex(@"create table (?:if not exists )?(?<table>\w+)")]
    private static partial Regex Tables { get; }

    private static readonly string[] Modules = [.. Directory.EnumerateDirectories(SourceTree.Modules).Select(d => Path.GetFileName(d)!).Where(n => n is not ("bin" or "obj")).Order(StringComparer.Ordinal)];

    /// <summary>What stands at the top of each module: its folders and its types, for names that begin with the module.</summary>
    private static readonly Dictionary<string, HashSet<string>> Parts = Modules.ToDictionary(m => m, m =>
        Directory.EnumerateFileSystemEntries(Path.Combine(SourceTree.Modules, m)).Select(f => Path.GetFileName(f).Split('.')[0]).Where(n => n != "Contracts").ToHashSet(StringComparer.Ordinal));

    private static readonly Dictionary<string, string> OwnerOfTable = Modules
        .SelectMany(m => SourceTree.Files(Path.Combine(SourceTree.Modules, m), ".sql").SelectMany(f => Tables.Matches(File.ReadAllText(f)).Select(t => (Table: t.Groups["table"].Value, Module: m))))
        .DistinctBy(t => t.Table).ToDictionary(t => t.Table, t => t.Module);

    [Fact]
    public void Modules_use_each_other_only_through_contracts_and_views()
    {
        var breaches = Modules.SelectMany(module => SourceTree.Files(Path.Combine(SourceTree.Modules, module), ".cs", ".cshtml", ".sql")
            .SelectMany(file => BreachesIn(module, SourceTree.Relative(file), File.ReadAllText(file))));
        SourceTree.AssertNone(breaches);
    }

    [Theory]
    [InlineData("Courses", "using TrainingHub.Modules.People;")]
    [InlineData("Courses", "TrainingHub.Modules.People.HirePerson hire")]
    [InlineData("Courses", "People.HirePerson hire")]
    [InlineData("Courses", "select id from people_person")]
    [InlineData("Platform", "using TrainingHub.Modules.Courses.Contracts;")]
    public void A_breach_is_found(string module, string line) => Assert.Single(BreachesIn(module, "sample.cs", "\n" + line));

    [Theory]
    [InlineData("Courses", "using TrainingHub.Modules.People.Contracts;")]
    [InlineData("Courses", "using TrainingHub.Modules.Platform.Data;")]
    [InlineData("Courses", "using TrainingHub.Modules.Courses.Content;")]
    [InlineData("Courses", "Model.People.Count")]
    [InlineData("Courses", "select person_id from v_people_scope")]
    [InlineData("Courses", "select id from courses_course")]
    public void What_is_allowed_is_none(string module, string line) => Assert.Empty(BreachesIn(module, "sample.cs", line));

    private static IEnumerable<string> BreachesIn(string module, string file, string text)
    {
        foreach (Match name in FullNames.Matches(text))
        {
            var other = name.Groups["module"].Value;
            if (!Modules.Contains(other) || other == module || other == "Platform" || (module != "Platform" && name.Groups["part"].Value == "Contracts")) continue;
            yield return $"{file}:{SourceTree.LineOf(text, name.Index)}: {module} may not use {name.Value}";
        }
        foreach (var other in Modules.Where(m => m != module && m != "Platform"))
            foreach (Match name in Regex.Matches(text, $@"(?<![\w.]){other}\.(?<part>[A-Z]\w+)").Where(n => Parts[other].Contains(n.Groups["part"].Value)))
                yield return $"{file}:{SourceTree.LineOf(text, name.Index)}: {module} may not use {name.Value}";
        foreach (var (table, owner) in OwnerOfTable.Where(t => t.Value != module && t.Value != "Platform" && text.Contains(t.Key, StringComparison.Ordinal)))
            foreach (Match name in Regex.Matches(text, $@"(?<!\w){table}(?!\w)"))
                yield return $"{file}:{SourceTree.LineOf(text, name.Index)}: {module} may not use the table {table} of {owner}";
    }
}
