using System.CommandLine;
using TrainingHub.Modules.Platform.Verbs;

namespace TrainingHub.Modules.People.Access;

/// <summary>token create --user EMAIL --scope S</summary>
internal sealed class CreateTokenVerb(CreateToken create) : IVerb
{
    public string Path => "token create";

    public Command Build(string name)
    {
        var user = new Option<string>("--user") { Description = "E-mail address or employee number of the person in whose name the token acts.", Required = true };
        var scope = new Option<string[]>("--scope") { Description = "What it may do: permission keys such as people.view, or all. May be given more than once.", Required = true, AllowMultipleArgumentsPerToken = true };
        var command = new Command(name, "Makes an API token and shows it once.") { user, scope };
        command.SetAction(async (parsed, ct) =>
        {
            var made = await create.Handle(parsed.GetValue(user)!, string.Join(' ', parsed.GetValue(scope)!), ct);
            if (made.Problem is { } problem)
            {
                await Console.Error.WriteLineAsync(problem.ToString());
                return ExitCodes.DataAtFault;
            }
            Console.WriteLine(made.Value);
            await Console.Error.WriteLineAsync("Keep it safe: it is not shown again.");
            return ExitCodes.Done;
        });
        return command;
    }
}
