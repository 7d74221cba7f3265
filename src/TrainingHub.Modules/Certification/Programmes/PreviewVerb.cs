using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Verbs;

namespace TrainingHub.Modules.Certification.Programmes;

/// <summary>The dates that a policy gives, without a hub: to try a policy before it is set.</summary>
internal sealed class PreviewVerb : IVerb
{
    private readonly Option<CalendarSpan?> active = Span("--active", "How long a period lasts: 12m, 1y, 52w or 365d.", required: true);
    private readonly Option<CalendarSpan?> window = Span("--window", "How long before expiry renewal may begin.", required: true);
    private readonly Option<ExpiryBasis?> basis = new("--basis") { Description = "What expiry is counted from: completion, expiry or fixed.", HelpName = "basis", Required = true, CustomParser = ParseBasis };
    private readonly Option<CalendarSpan?> minimum = Span("--minimum", "For fixed: how long a period lasts at the least; the window unless given.");
    private readonly Option<CalendarSpan?> grace = Span("--grace", "How long after expiry; none unless given.");
    private readonly Option<CalendarSpan?> firstMinimum = Span("--first-minimum", "For fixed: how long a period that renews none lasts at the least; the minimum unless given.");
    private readonly Option<DateOnly?> policyAnchor = Date("--policy-anchor", "For fixed: a date that new chains count from, such as 2026-03-01.");
    private readonly Option<DateOnly?> due = Date("--due", "When it was due, if it was.");
    private readonly Option<DateOnly?> currentExpiry = Date("--current-expiry", "The expiry that is renewed, if one is.");
    private readonly Option<DateOnly?> anchor = Date("--anchor", "The chain's anchor, if it has one.");
    private readonly Option<DateOnly?> completed = Date("--completed", "The day of completion.", required: true);
    private readonly Option<bool> json = new("--json") { Description = "One line of JSON." };

    public string Path => "periods preview";

    public bool NeedsDatabase => false;

    public Command Build(string name)
    {
        var command = new Command(name, "Shows the dates that a policy gives for a completion.") { active, window, basis, minimum, firstMinimum, policyAnchor, due, currentExpiry, anchor, completed, grace, json };
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var (policy, problem) = PeriodPolicy.Create(
            parsed.GetValue(active)!.Value, parsed.GetValue(window)!.Value, parsed.GetValue(basis)!.Value, parsed.GetValue(minimum), parsed.GetValue(grace), parsed.GetValue(firstMinimum), parsed.GetValue(policyAnchor));
        var term = default(PeriodTerm);
        if (policy is not null)
            (term, problem) = PeriodDates.For(policy, new Completion(parsed.GetValue(completed)!.Value, parsed.GetValue(due), parsed.GetValue(currentExpiry), parsed.GetValue(anchor)));
        if (term is null)
        {
            parsed.InvocationConfiguration.Error.WriteLine(problem);
            return ExitCodes.DataAtFault;
        }
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(json))
        {
            output.WriteLine(JsonSerializer.Serialize(new { term.Expiry, term.WindowOpens, term.GraceEnds }, Json.Plain));
            return ExitCodes.Done;
        }
        output.WriteLine($"Valid until    {Text(term.Expiry)} (the last valid day)");
        output.WriteLine($"Window opens   {Text(term.WindowOpens)} (renewal may begin)");
        output.WriteLine(term.GraceEnds > term.Expiry ? $"Grace ends     {Text(term.GraceEnds)} (the last day of grace)" : "Grace          none");
        output.WriteLine($"Anchor         {Text(term.Anchor)} (expiry = anchor + {term.Steps} × {policy!.Active})");
        foreach (var advice in policy.Advice()) output.WriteLine($"Note: {advice}");
        return ExitCodes.Done;
    }

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Option<CalendarSpan?> Span(string name, string description, bool required = false) => new(name)
    {
        Description = description,
        Required = required,
        CustomParser = argument => Parsed(argument, CalendarSpan.TryParse(argument.Tokens[0].Value, out var span), span, "a whole number and d, w, m or y, such as 12m"),
    };

    private static Option<DateOnly?> Date(string name, string description, bool required = false) => new(name)
    {
        Description = description,
        Required = required,
        CustomParser = argument => Parsed(argument, DateOnly.TryParseExact(argument.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date), date, "a date of the calendar as 2026-03-14"),
    };

    private static ExpiryBasis? ParseBasis(ArgumentResult argument) =>
        Parsed(argument, ExpiryBasisText.TryParse(argument.Tokens[0].Value, out var basis), basis, "completion, expiry or fixed");

    private static T? Parsed<T>(ArgumentResult argument, bool isSound, T value, string expected) where T : struct
    {
        if (isSound) return value;
        argument.AddError($"{(argument.Parent as OptionResult)?.Option.Name}: \"{argument.Tokens[0].Value}\" can't be read; write {expected}.");
        return null;
    }
}
