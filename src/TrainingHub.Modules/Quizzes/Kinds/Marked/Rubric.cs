using System.Text.Json;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <param name="Points">How much it weighs among the question's criteria, at most so many can be given.</param>
internal sealed record Criterion(string Id, LocalText Text, int Points);

/// <summary>What a trainer marks by: a text, and perhaps criteria with points. Both kinds that a trainer marks have it in their content.</summary>
internal sealed record Rubric(LocalText Text, IReadOnlyList<Criterion> Criteria)
{
    public int Points => Criteria.Sum(c => c.Points);

    /// <summary>Reads `rubric` and `criteria`.</summary>
    public static Rubric Read(YamlMap question)
    {
        var text = question.Local("rubric");
        var ids = new HashSet<string>();
        var criteria = new List<Criterion>();
        foreach (var map in question.Maps("criteria", optional: true))
        {
            criteria.Add(new Criterion(YamlIds.Read(map, ids), map.Local("text"), map.Number("points", 1, 1, 100)));
            map.Done();
        }
        if (criteria.Count > 10) question.Fault("criteria", $"There are {criteria.Count}; at most 10 are allowed.");
        return new Rubric(text, criteria);
    }

    public static Rubric FromEdit(EditFields fields) => new(fields.Local("rubric") ?? new LocalText("", ""),
        [.. fields.Rows("criteria").Where(r => r.Fields.Local("text") is not null).Select(r => new Criterion(r.Id, r.Fields.Local("text")!, r.Fields.Whole("points", 0)))]);

    public IEnumerable<string> Write() =>
    [
        .. YamlLines.Local("rubric", Text),
        .. Criteria.Count == 0 ? [] : YamlLines.List("criteria", Criteria, c => [$"id: {c.Id}", $"text: {YamlLines.Inline(c.Text)}", $"points: {c.Points}"]),
    ];

    public ShownRubric Show(Localizer t) => new(t.Pick(Text), [.. Criteria.Select(c => new ShownCriterion(c.Id, t.Pick(c.Text), c.Points))]);
}

/// <summary>A question that waits for a trainer once it is answered.</summary>
internal interface IMarkedKind : IQuestionKind
{
    Rubric RubricOf(JsonElement content);
}
