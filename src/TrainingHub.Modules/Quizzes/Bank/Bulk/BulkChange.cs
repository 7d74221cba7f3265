namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>What is to become of many questions at once; what is empty stays as it is.</summary>
public sealed class BulkChange
{
    public int? NewDifficulty { get; set; }
    public string? NewClause { get; set; }
    public string? NewCategory { get; set; }
    public string? AddTags { get; set; }
    public string? RemoveTags { get; set; }

    /// <summary>The slug of a course, or "-" for the shared bank.</summary>
    public string? MoveTo { get; set; }
    public bool Retire { get; set; }

    /// <summary>Why they are retired; auditors read it.</summary>
    public string? Reason { get; set; }

    internal bool IsEmpty => NewDifficulty is null && string.IsNullOrWhiteSpace($"{NewClause}{NewCategory}{AddTags}{RemoveTags}{MoveTo}") && !Retire;

    /// <summary>The question as it would be, wherever it stands.</summary>
    internal QuestionDraft Apply(QuestionDraft question)
    {
        var remove = TagList.Read(RemoveTags);
        return question with
        {
            Difficulty = NewDifficulty is { } difficulty ? Math.Clamp(difficulty, 1, 3) : question.Difficulty,
            Clause = string.IsNullOrWhiteSpace(NewClause) ? question.Clause : NewClause.Trim(),
            Category = string.IsNullOrWhiteSpace(NewCategory) ? question.Category : CategoryPath.Tidy(NewCategory),
            Tags = [.. question.Tags.Where(t => !remove.Contains(t)).Concat(TagList.Read(AddTags)).Distinct(StringComparer.Ordinal)],
        };
    }
}

/// <summary>What would become of one question.</summary>
/// <param name="Changes">Field by field; empty where it is so already.</param>
/// <param name="Obstacle">Why it can't be: then nothing of the whole is done.</param>
internal sealed record PlannedChange(StoredQuestion Question, QuestionDraft After, IReadOnlyList<ChangedField> Changes, bool Moves, bool Retires, Platform.Problem? Obstacle)
{
    public bool ChangesQuestion => Changes.Count > 0;

    public bool DoesAnything => ChangesQuestion || Moves || Retires;
}
