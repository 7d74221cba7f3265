using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Modules.Quizzes.Settings;

namespace TrainingHub.Modules.Quizzes.Bank.Remarks;

/// <summary>
/// People of each trade are asked on clauses that bind them. Where there are too few such questions, others fill up: nobody is turned away,
/// so this keeps no course back. A hub may have no site of the trade at all.
/// </summary>
internal sealed class FewForTrade : IQuestionRule
{
    public IEnumerable<Remark> Look(QuestionSet set)
    {
        if (QuizDraft.Read(set.Folder, new Faults()) is not { Settings: { Bank: false } settings }) return []; // nobody knows from here what the hub's bank holds
        var trades = ClauseTrades.In(set.Folder);
        return Lack.Each(settings.Draw, [.. set.Questions.Select(q => trades.Candidate(q, q.Line))], trades.ToServe).Where(lack => lack is { Trade: not null, Missing: > 0 }).Select(lack => set.Remark("trade", 0, lack.Trade!,
            $"The quiz asks more questions than there are for the trade {lack.Trade}: {lack.Missing} of them would be on clauses that don't apply there. Add questions on clauses that are for {lack.Trade}, ask for fewer, or leave {lack.Trade} out of the course's `trades`."));
    }
}
