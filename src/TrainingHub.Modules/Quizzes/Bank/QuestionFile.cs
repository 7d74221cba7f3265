using System.Security.Cryptography;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Pictures;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>Reads questions.yaml; every fault with its line.</summary>
internal static class QuestionFile
{
    public const string Name = "questions.yaml";

    /// <summary>Empty where the folder has no such file.</summary>
    public static IReadOnlyList<QuestionDraft> Read(ContentFolder folder, Faults faults)
    {
        if (folder.Text(Name) is not { } text || YamlMap.Parse($"{folder.Slug}/{Name}", text, faults) is not { } root) return [];
        var ids = new HashSet<string>();
        var questions = root.Maps("questions").Select(map => ReadOne(map, folder, ids)).ToList();
        root.Done();
        return questions;
    }

    private static QuestionDraft ReadOne(YamlMap map, ContentFolder folder, HashSet<string> ids)
    {
        var id = YamlIds.Read(map, ids);
        var kind = QuestionKinds.Find(map.Choice("kind", null, QuestionKinds.Names));
        var clause = map.OptionalText("clause");
        if (clause is not null && !folder.Clauses.Contains(clause)) map.Fault("clause", $"module.yaml has no clause \"{clause}\".");
        var tags = map.Texts("tags", optional: true);
        if (tags.Distinct().Count() != tags.Count) map.Fault("tags", "A tag is named twice.");
        if (tags.Any(t => t.Trim().Length is 0 or > TagList.MostCharacters)) map.Fault("tags", $"A tag has from 1 to {TagList.MostCharacters} characters.");
        var category = CategoryPath.Tidy(map.OptionalText("category"));
        if (category?.Length > CategoryPath.MostCharacters) map.Fault("category", $"A category has at most {CategoryPath.MostCharacters} characters.");
        var difficulty = map.Number("difficulty", 1, 1, 3);
        var mustPass = map.Flag("mustPass", false);
        var marks = map.Fraction("marks", 1, 0.001m, 1000);
        if (marks * 1000 % 1 != 0) map.Fault("marks", "Marks have at most three decimals.");
        var shuffle = map.Flag("shuffle", true);
        var stem = map.Local("stem");
        var media = map.OptionalText("media");
        var alt = map.OptionalLocal("alt");
        if (media is not null && !folder.Files.ContainsKey(media)) map.Fault("media", $"There is no file \"{media}\" in the course's folder.");
        if (media is not null && !map.Has("alt")) map.Fault("media", "A picture needs \"alt\", a text for those who can't see it.");
        if (media is null && alt is not null) map.Fault("alt", "\"alt\" belongs to \"media\", which is missing.");
        var picture = media is not null && folder.Files.TryGetValue(media, out var bytes) ? Convert.ToHexStringLower(SHA256.HashData(bytes)) : null;
        var feedback = map.OptionalLocal("feedback");
        var content = kind.Parse(map, new QuestionHead(stem, media is not null && folder.Files.TryGetValue(media, out var drawn) ? PictureSize.Of(media, drawn) : null));
        map.Done();
        return new QuestionDraft(id, map.Line, kind.Name, clause, tags, difficulty, mustPass, (long)(marks * 1000), new QuestionBody(stem, media, picture, alt, shuffle, feedback, content)) { Category = category };
    }
}
