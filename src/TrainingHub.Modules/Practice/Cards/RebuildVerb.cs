using System.CommandLine;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Verbs;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Practice.Cards;

/// <summary>practice rebuild</summary>
internal sealed class RebuildVerb(Db db, IPractice practice, LearnAttempt learn, WriteCards cards) : IVerb
{
    private const int AtOnce = 200;

    public string Path => "practice rebuild";

    public Command Build(string name)
    {
        var command = new Command(name, "Works out anew what everybody should practise, from all graded attempts. The site may go on meanwhile.");
        command.SetAction(async (_, ct) => await Run(ct));
        return command;
    }

    private async Task<int> Run(CancellationToken ct)
    {
        db.IsBackground = true;
        var attempts = 0;
        for (var after = 0L; await practice.Graded(after, AtOnce, ct) is { Count: > 0 } some; after = some[^1], attempts += some.Count)
            foreach (var id in some) await learn.Handle(id, ct);
        var people = await db.Rows<long>("select distinct person_id from practice_shown order by person_id", null, ct);
        foreach (var person in people)
        {
            await using var tx = await db.Begin(ct);
            await cards.Lock(person, ct);
            await cards.Handle(person, null, ct);
            await tx.Commit(ct);
        }
        await Console.Out.WriteLineAsync($"{attempts} attempts learned, the cards of {people.Count} people written.");
        return ExitCodes.Done;
    }
}
