using System.CommandLine;
using System.CommandLine.Parsing;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Verbs;

namespace TrainingHub.Web;

/// <summary>Runs one command-line verb against the hub's data, without the site.</summary>
internal static class VerbHost
{
    /// <summary>Everything but the site itself: "serve", no word at all, or settings alone.</summary>
    public static bool Takes(string[] args) => args switch
    {
        ["serve", .. var rest] => rest.Any(IsHelp),
        [var first, ..] => IsHelp(first) || first == "--version" || !first.StartsWith('-'),
        [] => false,
    };

    private static readonly Dictionary<string, string> Groups = new()
    {
        ["content"] = "The courses as files: check, import, export.",
        ["practice"] = "What people practise from day to day.",
        ["periods"] = "What a certification policy means in dates.",
        ["forecast"] = "What the certifications of the coming year add up to.",
        ["questions"] = "The question bank and the formats of other programs.",
        ["people"] = "The people of the hub.",
        ["records"] = "Certification records.",
        ["certificates"] = "The certificates on paper.",
        ["ledger"] = "The chained ledger of certificates.",
        ["jobs"] = "The recurring jobs.",
        ["statistics"] = "The quiz statistics.",
        ["token"] = "Tokens for the API.",
    };

    private static bool IsHelp(string arg) => arg is "--help" or "-h" or "-?";

    public static async Task<int> Run(string[] args)
    {
        try
        {
            var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "TrainingHub.Web", ContentRootPath = AppContext.BaseDirectory, Args = [Hub.NoReload] });
            // The settings file is written for the site; whoever runs a verb wants its answer and what went wrong.
            builder.Configuration["Logging:LogLevel:Default"] = "Warning";
            builder.Logging.AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
            Hub.AddWithoutSite(builder);
            using var host = builder.Build();
            await using var scope = host.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Actor>().BecomeHub("verb", args[0]);

            var root = new RootCommand("TrainingHub: staff training and certification. Without a verb it serves the site.");
            root.Subcommands.Add(new Command("serve", "Serves the site and runs the jobs (the default).") { new Option<bool>("--no-jobs") { Description = "The site alone, without the jobs." }, new Option<string>("--urls") { Description = "Where to listen; http://localhost:5080 unless said otherwise." } });
            foreach (var verb in scope.ServiceProvider.GetServices<IVerb>()) Hang(root, verb, host);
            var parsed = root.Parse(args);
            if (Fault(parsed) is { } fault)
            {
                await Console.Error.WriteLineAsync($"{fault} See {Words(parsed.CommandResult)}--help.");
                return ExitCodes.Usage;
            }
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception e) when (e is SettingException or SchemaException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCodes.DataAtFault;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped before the end.");
            return ExitCodes.Stopped;
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync($"A fault of our own; please report it: {e}");
            return ExitCodes.OwnFault;
        }
    }

    /// <summary>What is wrong with the command line, in one line; null where nothing is.</summary>
    private static string? Fault(ParseResult parsed)
    {
        if (parsed.Action is System.CommandLine.Help.HelpAction) return null;
        // The parser would take a misspelt option for an argument where one is expected: a folder "--dry-run", for one.
        var ended = parsed.Tokens.TakeWhile(t => t.Type != TokenType.DoubleDash);
        if (ended.FirstOrDefault(t => t.Type == TokenType.Argument && t.Value.StartsWith("--", StringComparison.Ordinal)) is { } option) return $"{option.Value} is no option here.";
        if (parsed.UnmatchedTokens is [var word, ..]) return parsed.CommandResult.Command.Subcommands.Count > 0 ? $"{word} is no verb here." : $"{word} is too much here.";
        return parsed.Errors.Count > 0 ? string.Join(' ', parsed.Errors.Select(e => e.Message)) : null;
    }

    /// <summary>The words of a command, each with a space behind it; none for the root.</summary>
    private static string Words(CommandResult result) => result.Parent is CommandResult parent ? $"{Words(parent)}{result.Command.Name} " : "";

    private static void Hang(Command root, IVerb verb, IHost host)
    {
        var names = verb.Path.Split(' ');
        var parent = root;
        foreach (var group in names[..^1])
        {
            var existing = parent.Subcommands.FirstOrDefault(c => c.Name == group);
            if (existing is null) parent.Subcommands.Add(existing = new Command(group, Groups[group]));
            parent = existing;
        }
        var command = verb.Build(names[^1]);
        if (verb.NeedsDatabase) command.Action = new PreparedAction(command.Action!, host);
        parent.Subcommands.Add(command);
    }

    /// <summary>Brings the database up to date before a verb that needs it, and only then.</summary>
    private sealed class PreparedAction(System.CommandLine.Invocation.CommandLineAction inner, IHost host) : System.CommandLine.Invocation.AsynchronousCommandLineAction
    {
        public override async Task<int> InvokeAsync(ParseResult parseResult, CancellationToken cancellationToken = default)
        {
            // What preparing has to say (the demo accounts) is no part of the verb's answer, which others may read as JSON.
            var output = Console.Out;
            Console.SetOut(Console.Error);
            try
            {
                await Hub.Prepare(host, cancellationToken);
            }
            finally
            {
                Console.SetOut(output);
            }
            return inner switch
            {
                System.CommandLine.Invocation.AsynchronousCommandLineAction action => await action.InvokeAsync(parseResult, cancellationToken),
                System.CommandLine.Invocation.SynchronousCommandLineAction action => action.Invoke(parseResult),
                _ => throw new NotSupportedException(),
            };
        }
    }
}
