namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>An answer beside its key. What a kind has no use for stays empty.</summary>
/// <param name="ShowsKey">False while the right answers are still secret: others may be taking the same scheduled quiz.</param>
internal sealed record ReviewedQuestion(bool ShowsKey, IReadOnlyList<ReviewedOption> Options, IReadOnlyList<ReviewedPart> Parts)
{
    /// <summary>What the author says about the answers.</summary>
    public bool ShowsFeedback { get; init; }

    /// <summary>What was written; null where nothing was.</summary>
    public string? Text { get; init; }

    /// <summary>The key of the photo that was handed in.</summary>
    public string? Photo { get; init; }

    /// <summary>Where the reader of this page fetches it.</summary>
    public string? PhotoUrl { get; init; }

    /// <summary>What the trainer marks by; null for what the hub marks.</summary>
    public ShownRubric? Rubric { get; init; }

    public (int Width, int Height)? Size { get; init; }

    public string? PictureUrl { get; init; }

    public string? Alt { get; init; }
}

internal sealed record ReviewedOption(string Id, string Text, bool IsChosen, bool IsRight, string? Feedback, Area? Area = null);

/// <summary>One pair, one step, one blank, or (with <paramref name="Kind"/>) one question of a scenario.</summary>
/// <param name="Given">Null where it was left open.</param>
/// <param name="Right">Null where the key is not shown, or is the trainer's to say.</param>
internal sealed record ReviewedPart(string Id, string Text, string? Given, string? Right, bool IsRight)
{
    public IQuestionKind? Kind { get; init; }

    public ReviewedQuestion? Question { get; init; }

    public string? Feedback { get; init; }
}

internal sealed record ShownRubric(string Text, IReadOnlyList<ShownCriterion> Criteria)
{
    public ShownRubric With(IReadOnlyDictionary<string, int> given) => this with { Criteria = [.. Criteria.Select(c => c with { Given = given.TryGetValue(c.Id, out var points) ? points : null })] };
}

/// <param name="Given">Null while nobody has marked it.</param>
internal sealed record ShownCriterion(string Id, string Text, int Points, int? Given = null);
