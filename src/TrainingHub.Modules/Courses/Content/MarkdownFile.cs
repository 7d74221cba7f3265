using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Content;

/// <summary>A file of front matter between two lines of ---, and Markdown.</summary>
/// <param name="BodyLine">The line of the file in which the Markdown begins, from 1.</param>
internal sealed record MarkdownFile(YamlMap Front, string Markdown, int BodyLine)
{
    /// <param name="file">As the author knows it: "grooming/lessons/01-why.en.md".</param>
    /// <param name="expected">What is said where there is no front matter.</param>
    public static MarkdownFile? Read(string file, string text, string expected, Faults faults)
    {
        var lines = text.Split('\n');
        var end = lines[0].TrimEnd() == "---" ? Array.FindIndex(lines, 1, l => l.TrimEnd() == "---") : -1;
        if (end < 0)
        {
            faults.Add(new Fault(file, 1, 1, "", expected));
            return null;
        }
        // The blank first line stands for the ---, so that positions are those of the file.
        if (YamlMap.Parse(file, "\n" + string.Join('\n', lines[1..end]), faults) is not { } front) return null;
        return new MarkdownFile(front, string.Join('\n', lines[(end + 1)..]), end + 2);
    }

    public string Title()
    {
        var title = Front.Text("title");
        if (Front.Has("title") && string.IsNullOrWhiteSpace(title)) Front.Fault("title", "The title is empty; write one.");
        return title;
    }
}
