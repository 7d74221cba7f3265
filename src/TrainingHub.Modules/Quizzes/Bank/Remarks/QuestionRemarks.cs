using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Bank.Remarks;

/// <summary>The questions of one course, and those of the courses looked over before it.</summary>
internal sealed record QuestionSet(ContentFolder Folder, IReadOnlyList<QuestionDraft> Questions, IReadOnlyList<QuestionSet> Earlier)
{
    public Remark Remark(string rule, int line, string key, string message) => new(rule, $"{Folder.Slug}/{QuestionFile.Name}", line, key, message);
}

/// <summary>One thing that is looked for in the questions of every course.</summary>
internal interface IQuestionRule
{
    IEnumerable<Remark> Look(QuestionSet set);
}

/// <summary>Looks over questions.yaml. A new rule is a class in this folder, a line here, and a line in content/README.md.</summary>
internal sealed class QuestionRemarks : IContentRemarks
{
    private static readonly IQuestionRule[] Rules = [new FewQuestions(), new FewForTrade(), new AlikeQuestions(), new LongestIsRight(), new CatchAllOption(), new OptionTwice(), new WrongWithoutFeedback()];

    /// <summary>In one run each course is compared with all before it; it is read once.</summary>
    private readonly Dictionary<ContentFolder, IReadOnlyList<QuestionDraft>> read = [];

    public IEnumerable<Remark> On(ContentFolder folder, IReadOnlyList<ContentFolder> earlier)
    {
        if (folder.Text(QuestionFile.Name) is null) return []; // a course may do without questions
        var set = new QuestionSet(folder, Questions(folder), [.. earlier.Select(e => new QuestionSet(e, Questions(e), []))]);
        return Rules.SelectMany(rule => rule.Look(set));
    }

    private IReadOnlyList<QuestionDraft> Questions(ContentFolder folder)
    {
        if (!read.TryGetValue(folder, out var questions)) read[folder] = questions = QuestionFile.Read(folder, new Faults());
        return questions;
    }
}
