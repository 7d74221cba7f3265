using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Content;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Verbs;

namespace TrainingHub.Modules.Certification.Ahead;

/// <summary>periods ahead --person NUMBER --program SLUG [--habit H] [--months N] [policy] [--json]</summary>
internal sealed class AheadVerb(Db db, ReadAhead read, IPersonDirectory people, TimeProvider clock) : IVerb
{
    private readonly Option<string> person = new("--person") { Required = true, Description = "An employee number." };
    private readonly Option<string> program = new("--program") { Required = true, Description = "A programme's slug." };
    private readonly Option<string> habit = new Option<string>("--habit") { Description = $"How the person is supposed to renew: {string.Join(", ", Habits.ByName.Keys)}; last-day unless given." }.AcceptOnlyFromAmong([.. Habits.ByName.Keys]);
    private readonly Option<int> months = new("--months") { Description = "How far to look, 1 to 120; 24 unless given.", DefaultValueFactory = _ => 24 };
    private readonly Option<string> active = new("--active") { Description = "How long periods would last: 12m, 1y, 52w or 365d. This and what follows is as it is now unless given." };
    private readonly Option<string> window = new("--window") { Description = "How long before expiry renewal would begin." };
    private readonly Option<string> basis = new("--basis") { Description = "What expiry would be counted from: completion, expiry or fixed." };
    private readonly Option<string> minimum = new("--minimum") { Description = "For fixed: how long a period would last at the least." };
    private readonly Option<string> grace = new("--grace") { Description = "How long after expiry." };
    private readonly Option<string> firstMinimum = new("--first-minimum") { Description = "For fixed: how long a period that renews none would last at the least." };
    private readonly Option<string> anchor = new("--policy-anchor") { Description = "For fixed: a date that new chains would count from." };
    private readonly Option<bool> json = new("--json") { Description = "One line of JSON." };

    public string Path => "periods ahead";

    public Command Build(string name)
    {
        var command = new Command(name, "Shows what will happen to a person's certification, by the present policy or by another.") { person, program, habit, months, active, window, basis, minimum, firstMinimum, anchor, grace, json };
        months.Validators.Add(r =>
        {
            if (r.GetValueOrDefault<int>() is < 1 or > 120) r.AddError("--months takes a whole number from 1 to 120.");
        });
        command.SetAction(Run);
        return command;
    }

    private async Task<int> Run(ParseResult parsed, CancellationToken ct)
    {
        var (days, problem) = await Look(parsed, ct);
        if (days is null)
        {
            await Console.Error.WriteLineAsync(problem!.ToString());
            return ExitCodes.DataAtFault;
        }
        if (parsed.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(days, Json.Plain));
        else if (days.Count == 0) Console.WriteLine("Nothing happens within that time.");
        else foreach (var day in days) Console.WriteLine($"{Text(day.Day)}  {day.What}{(day.Until is { } until ? $" until {Text(until)}" : "")}");
        return ExitCodes.Done;
    }

    private async Task<Outcome<IReadOnlyList<AheadDay>>> Look(ParseResult parsed, CancellationToken ct)
    {
        var number = parsed.GetRequiredValue(person);
        if (await db.Row<long?>("select id from v_people_person where upper(employee_number) = upper(@number)", new { number }, ct) is not { } id) return Problem.NotFound("Nobody has the employee number {0}.", number);
        var slug = parsed.GetRequiredValue(program);
        if (await db.Row<long?>("select id from v_certification_program where slug = @slug", new { slug }, ct) is not { } programId) return Problem.NotFound("There is no programme {0}.", slug);
        var text = (await db.Row<PolicyText>($"select {PolicyText.Columns} from certification_policy y join certification_program p on p.current_policy_id = y.id where p.id = @programId", new { programId }, ct))!;
        var today = OpenPeriod.AssignedOn(text.Zone, await people.Now(id, clock, ct));
        if ((await read.Handle(programId, id, null, today, 1, ct)).SingleOrDefault() is not { } found) return Problem.NotFound("{0} is neither assigned to {1} nor holds it.", number, slug);
        var asked = new PolicyAsked(parsed.GetValue(active), parsed.GetValue(window), parsed.GetValue(basis), parsed.GetValue(minimum), parsed.GetValue(grace), parsed.GetValue(firstMinimum), parsed.GetValue(anchor));
        var (policy, problem) = asked.Over(text);
        return policy is null ? problem! : new Outcome<IReadOnlyList<AheadDay>>(AheadDays.Of(found.Start, policy, Habits.Of(parsed.GetValue(habit)), today, today.AddMonths(parsed.GetValue(months))), null);
    }

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
