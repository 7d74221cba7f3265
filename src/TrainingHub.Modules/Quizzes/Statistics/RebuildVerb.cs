using System.CommandLine;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Modules.Platform.Verbs;

namespace TrainingHub.Modules.Quizzes.Statistics;

/// <summary>statistics rebuild [--quiz SLUG]</summary>
internal sealed class RebuildVerb(Db db, RecountStatistics recount, RecountJob job) : IVerb
{
    private sealed record Quiz(long Id, string Slug);

    public string Path => "statistics rebuild";

    public Command Build(string name)
    {
        var quiz = new Option<string>("--quiz") { Description = "The slug of the quiz; without it all of them." };
        var command = new Command(name, "Works the statistics of quizzes out anew from the attempts. The site may go on meanwhile.") { quiz };
        command.SetAction(async (parsed, ct) => await Run(parsed.GetValue(quiz), ct));
        return command;
    }

    private async Task<int> Run(string? slug, CancellationToken ct)
    {
        var quizzes = await db.Rows<Quiz>("select id, slug from quizzes_quiz order by id", null, ct);
        if (slug is not null && quizzes.All(q => q.Slug != slug))
        {
            await Console.Error.WriteLineAsync($"There is no quiz {slug}; there are: {string.Join(", ", quizzes.Select(q => q.Slug))}.");
            return ExitCodes.DataAtFault;
        }
        foreach (var quiz in quizzes.Where(q => slug is null || q.Slug == slug)) await recount.Handle(quiz.Id, ct);
        var run = new JobRun();
        await job.Run(run, ct);
        await Console.Out.WriteLineAsync($"{run.Counts.GetValueOrDefault("attempts")} attempts counted.");
        return ExitCodes.Done;
    }
}
