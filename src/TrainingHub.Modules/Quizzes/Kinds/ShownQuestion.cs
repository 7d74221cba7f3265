namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>What a learner is shown of a question. Pages and the API draw from this alone, so that neither can give the key away.</summary>
/// <param name="Options">What can be chosen, put in order or matched to a part.</param>
/// <param name="Parts">What is answered one by one: lefts to match, blanks to fill, questions of a scenario.</param>
internal sealed record ShownQuestion(IReadOnlyList<ShownOption> Options, IReadOnlyList<ShownPart> Parts)
{
    /// <summary>How many options may be chosen.</summary>
    public int? Most { get; init; }

    /// <summary>How many characters a text may have.</summary>
    public int? Limit { get; init; }

    /// <summary>The picture's own units, in which areas are given.</summary>
    public (int Width, int Height)? Size { get; init; }
}

internal sealed record ShownOption(string Id, string Text, Area? Area = null);

/// <param name="Kind">Of a scenario's question; null for the parts of one question.</param>
internal sealed record ShownPart(string Id, string Text, IQuestionKind? Kind = null, ShownQuestion? Question = null, bool IsNumber = false);

/// <param name="Name">Of its form fields: "a-3", and what begins with "a-3-".</param>
/// <param name="Given">The answer so far, as fields of the form.</param>
/// <param name="AttemptId">0 where it is only looked at.</param>
internal sealed record AskedQuestion(string Name, string Stem, string? PictureUrl, string? Alt, ShownQuestion Shown, IReadOnlyList<AnswerField> Given, long AttemptId = 0)
{
    public string Field(string part) => AnswerFields.NameOf(Name, part);

    /// <summary>What stands in this field; "" where nothing does.</summary>
    public string Value(string part = "") => Given.FirstOrDefault(g => g.Part == part)?.Value ?? "";

    public bool IsGiven(string value) => Given.Any(g => g.Part.Length == 0 && g.Value == value);

    /// <summary>The question inside a scenario.</summary>
    public AskedQuestion Inside(ShownPart part) => new(Field(part.Id), part.Text, null, null, part.Question!, [.. AnswerFields.Inside(Given, part.Id)], AttemptId);
}
