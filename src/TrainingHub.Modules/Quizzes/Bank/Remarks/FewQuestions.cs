using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Modules.Quizzes.Settings;

namespace TrainingHub.Modules.Quizzes.Bank.Remarks;

/// <summary>Each clause is tested by two questions or more, so that not everybody is asked the same. A scenario counts once, for its own clause.</summary>
internal sealed class FewQuestions : IQuestionRule
{
    private const int Least = 2;

    public IEnumerable<Remark> Look(QuestionSet set)
    {
        if (QuizDraft.Read(set.Folder, new Faults())?.Settings.Bank == true) return []; // nobody knows from here what the hub's bank holds
        return set.Folder.Clauses.Order(StringComparer.Ordinal).Select(clause => (Clause: clause, Count: set.Questions.Count(q => q.Clause == clause))).Where(c => c.Count < Least)
            .Select(c => set.Remark("clause", 0, c.Clause, $"{(c.Count == 0 ? "No question tests" : "Only one question tests")} the clause {c.Clause}. Write {(c.Count == 0 ? "two" : "another")} with `clause: {c.Clause}`."));
    }
}
