using System.Buffers.Binary;
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
        // A text for those who can't see the picture may still be missing: the form asks for it.
        var read = Read(kind.DrawsPicture ? question with { Body = question.Body with { Alt = new LocalText("–", "–") } } : question);
        return !read.Faults.Any && JsonNode.DeepEquals(Content(read.Question!), Content(Whole(question)));
    }

    /// <summary>A rule of scoring that is not named is the one that a file need not name.</summary>
    private static JsonObject Content(QuestionDraft question)
    {
        var content = JsonNode.Parse(question.Body.Content.GetRawText())!.AsObject();
        if ((string?)content["scoring"] is null or Scoring.AllOrNothing) content.Remove("scoring");
        return content;
    }

    private static (QuestionDraft? Question, Faults Faults) Read(QuestionDraft question)
    {
        var whole = Whole(question);
        var draws = QuestionKinds.Find(question.Kind).DrawsPicture;
        var body = draws ? whole.Body with { Media = StandIn } : whole.Body with { Media = null, Picture = null, Alt = null };
        var yaml = "questions:\n" + string.Join('\n', QuestionYaml.Write(whole with { Slug = "q", Body = body }).Select(l => "  " + l)) + "\n";
        var faults = new Faults();
        var files = new Dictionary<string, byte[]> { [QuestionFile.Name] = Encoding.UTF8.GetBytes(yaml) };
        if (draws) files[StandIn] = Head(HotspotContent.From(whole.Body.Content));
        var folder = new ContentFolder("bank", files, question.Clause is null ? new HashSet<string>() : new HashSet<string> { question.Clause });
        return (QuestionFile.Read(folder, faults) is [var read, ..] ? read : null, faults);
    }

    private const string StandIn = "media/picture.png";

    /// <summary>The beginning of a PNG, which is all the reader looks at: it asks how large the picture is.</summary>
    private static byte[] Head(HotspotContent content)
    {
        var head = new byte[24];
        new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }.CopyTo(head, 0);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(16), content.Width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(20), content.Height);
        return head;
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
