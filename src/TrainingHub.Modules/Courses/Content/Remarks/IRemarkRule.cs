using TrainingHub.Modules.Courses.Contracts;

namespace TrainingHub.Modules.Courses.Content.Remarks;

/// <summary>One thing that is looked for in every course. A new rule is a new class, a line here, and a line in content/README.md.</summary>
internal interface IRemarkRule
{
    IEnumerable<Remark> Look(CourseText course);
}

internal static class RemarkRules
{
    public static readonly IReadOnlyList<IRemarkRule> OnTexts = [new ClauseWithoutLesson(), new StaleTranslation(), new DeadLink(), new ReadingTime(), new LongSentence()];

    public static readonly IReadOnlyList<IRemarkRule> OnDrawings = [new DrawingContrast(), new DrawingSize()];
}
