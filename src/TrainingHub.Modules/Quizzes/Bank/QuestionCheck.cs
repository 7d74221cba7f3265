using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>Whether what a form gave is a whole question: the reader of questions.yaml judges those that are kept in the bank alone, too.</summary>
internal static class QuestionCheck
{
    /// <param name="before">As it was; what was wrong with it already, as imports allow more than forms do, is no fault of the change.</param>
    public static Problem? Of(QuestionDraft edited, QuestionDraft? before)
    {
        if (edited.Clause?.Length > 60) return Problem.Because("A clause has at most {0} characters.", 60);
        if (edited.Category?.Length > CategoryPath.MostCharacters) return Problem.Because("A category has at most {0} characters.", CategoryPath.MostCharacters);
        if (edited.Tags.Any(tag => tag.Length > TagList.MostCharacters)) return Problem.Because("A tag has at most {0} characters.", TagList.MostCharacters);
        if (before is not null && Read(before).Faults.Any) return null;
        var read = Read(edited);
        return read.Faults.Any ? Problem.Because("The question can't be saved like this. {0}", read.Faults.All[0].Message) : null;
    }

    /// <summary>Whether the forms can hold all of it: what an import knows beyond them, as weights, would be lost.</summary>
    public static bool FitsForms(QuestionDraft question)
    {
        var kind = QuestionKinds.Find(question.Kind);
        if (kind is ChoiceKind) return true;
        if (kind.DrawsPicture) return false;
        var read = Read(question);
        return !read.Faults.Any && JsonNode.DeepEquals(JsonNode.Parse(read.Question!.Body.Content.GetRawText()), JsonNode.Parse(Whole(question).Body.Content.GetRawText()));
    }

    private static (QuestionDraft? Question, Faults Faults) Read(QuestionDraft question)
    {
        var whole = Whole(question);
        var yaml = "questions:\n" + string.Join('\n', QuestionYaml.Write(whole with { Slug = "q", Body = whole.Body with { Media = null, Picture = null, Alt = null } }).Select(l => "  " + l)) + "\n";
        var faults = new Faults();
        var folder = new ContentFolder("bank", new Dictionary<string, byte[]> { [QuestionFile.Name] = Encoding.UTF8.GetBytes(yaml) }, question.Clause is null ? new HashSet<string>() : new HashSet<string> { question.Clause });
        return (QuestionFile.Read(folder, faults) is [var read, ..] ? read : null, faults);
    }

    /// <summary>With each text that is there in one language only standing in both: an imported question may have one, a file must have two.</summary>
    private static QuestionDraft Whole(QuestionDraft question)
    {
        var body = JsonSerializer.SerializeToNode(question.Body, Json.Plain)!;
        Fill(body);
        return question with { Body = body.Deserialize<QuestionBody>(Json.Plain)! };
    }

    private static void Fill(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var each in array) Fill(each);
        }
        else if (node is JsonObject map)
        {
            if (map.TryGetPropertyValue(Languages.Chinese, out var zh) && map.TryGetPropertyValue(Languages.English, out var en) && zh?.GetValueKind() == JsonValueKind.String && en?.GetValueKind() == JsonValueKind.String)
            {
                if (zh.GetValue<string>().Length == 0) map[Languages.Chinese] = en.GetValue<string>();
                else if (en.GetValue<string>().Length == 0) map[Languages.English] = zh.GetValue<string>();
                return;
            }
            foreach (var (_, each) in map.ToList()) Fill(each);
        }
    }
}
