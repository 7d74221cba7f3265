using System.CommandLine;
using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Verbs;

namespace TrainingHub.Modules.Certification.History;

/// <summary>periods check [--person NUMBER] [--program SLUG] [--json]</summary>
internal sealed class CheckVerb(Db db, CheckChains check) : IVerb
{
    private const int Most = 1_000;

    private readonly Option<string> person = new("--person") { Description = "An employee number: only what this person holds or must hold." };
    private readonly Option<string> program = new("--program") { Description = "A programme's slug: only this programme." };
    private readonly Option<bool> json = new("--json") { Description = "One line of JSON." };

    private sealed record Line(long Person, string? Number, string Program, long? Period, string Kind, string Found, string Expected, string Remedy);

    private sealed record Report(long Chains, long Periods, long Found, IReadOnlyList<Line> Problems);

    private sealed record Named(long Id, string? Name);

    public string Path => "periods check";

    public Command Build(string name)
    {
        var command = new Command(name, "Compares what is stored of certifications with what policies, evidence, reasons and certificates give. Changes nothing. Exit 1 where anything is found.") { person, program, json };
        command.SetAction(Run);
        return command;
    }

    private async Task<int> Run(ParseResult parsed, CancellationToken ct)
    {
        var (selection, problem) = await Selection(parsed.GetValue(person), parsed.GetValue(program), ct);
        if (selection is null)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(problem!.ToString());
            return ExitCodes.DataAtFault;
        }
        Action<long>? progress = Console.IsErrorRedirected ? null : chains => Console.Error.Write($"\r{chains} chains …");
        var done = await check.Handle(selection, Most, progress, ct);
        var report = new Report(done.Chains, done.Periods, done.Found, await Lines(done.Problems, ct));
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(json)) await output.WriteLineAsync(JsonSerializer.Serialize(report, Json.Plain));
        else Say(report, output);
        return done.Found > 0 ? ExitCodes.DataAtFault : ExitCodes.Done;
    }

    private async Task<Outcome<ChainSelection>> Selection(string? number, string? slug, CancellationToken ct)
    {
        var personId = number is null ? null : await db.Row<long?>("select id from v_people_person where upper(employee_number) = upper(@number)", new { number }, ct);
        if (number is not null && personId is null) return Problem.NotFound("Nobody has the employee number {0}.", number);
        var programId = slug is null ? null : await db.Row<long?>("select id from certification_program where slug = @slug", new { slug }, ct);
        if (slug is not null && programId is null) return Problem.NotFound("There is no programme {0}.", slug);
        return new ChainSelection(personId, programId);
    }

    private async Task<List<Line>> Lines(IReadOnlyList<ProblemOf> problems, CancellationToken ct)
    {
        if (problems.Count == 0) return [];
        var slugs = (await db.Rows<Named>("select id, slug as name from certification_program", null, ct)).ToDictionary(p => p.Id, p => p.Name);
        var ids = problems.Select(p => p.PersonId).Distinct().ToArray();
        var numbers = (await db.Rows<Named>($"select p.id, p.employee_number as name from v_people_person p where {db.Dialect.In("p.id", "ids")}", new { ids }, ct)).ToDictionary(p => p.Id, p => p.Name);
        return [.. problems.Select(p => new Line(p.PersonId, numbers.GetValueOrDefault(p.PersonId), slugs[p.ProgramId]!, p.Problem.PeriodId, p.Problem.Kind, $"{p.Problem.Found}", $"{p.Problem.Expected}", $"{p.Problem.Remedy}"))];
    }

    private static void Say(Report report, TextWriter output)
    {
        foreach (var line in report.Problems)
        {
            output.WriteLine($"{line.Number ?? $"person {line.Person}"}, {line.Program}{(line.Period is { } period ? $", period {period}" : "")}: {line.Found}");
            output.WriteLine($"  Expected: {line.Expected}");
            output.WriteLine($"  What to do: {line.Remedy}");
        }
        if (report.Found > report.Problems.Count) output.WriteLine($"… and {report.Found - report.Problems.Count} more.");
        output.WriteLine($"{report.Periods} periods in {report.Chains} chains were checked; {(report.Found == 0 ? "everything fits together" : $"{report.Found} problems were found")}.");
    }
}
