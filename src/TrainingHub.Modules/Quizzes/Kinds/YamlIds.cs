using System.Text.RegularExpressions;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>Ids inside a question: short, plain, and each once.</summary>
internal static partial class YamlIds
{
    public static string Read(YamlMap map, HashSet<string> taken)
    {
        if (!map.Has("id"))
        {
            map.Text("id");
            return "";
        }
        var id = map.Text("id");
        if (!Form().IsMatch(id)) map.Fault("id", $"\"{id}\" is no id; use lower-case letters, digits and hyphens, at most 60.");
        else if (!taken.Add(id)) map.Fault("id", $"The id \"{id}\" is used twice; give each its own.");
        return id;
    }

    /// <summary>Reports a list that is too short or too long; true where it is right.</summary>
    public static bool Count(YamlMap question, string key, int count, int least, int most)
    {
        if (!question.Has(key) || (count >= least && count <= most)) return count >= least && count <= most;
        question.Fault(key, $"There are {count}; from {least} to {most} are allowed.");
        return false;
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,59}$")]
    private static partial Regex Form();
}
