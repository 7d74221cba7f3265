using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Api.Conventions;

/// <summary>Says in our words what the framework could not bind: which parameter or which place of the body, and what belongs there.</summary>
internal static partial class BadRequests
{
    public static Refused Explain(BadHttpRequestException bad)
    {
        if (bad.StatusCode != StatusCodes.Status400BadRequest) return Refusals.OfStatus(bad.StatusCode);
        if (bad.InnerException is JsonException json) return Body(json);
        if (Bind().Match(bad.Message) is { Success: true } bind) return Refusals.Parameter(bind.Groups["name"].Value, bind.Groups["value"].Value, Expected(bind.Groups["type"].Value));
        if (Required().Match(bad.Message) is { Success: true } required) return new Problem("invalid-parameter", "The parameter {0} is missing.", required.Groups["name"].Value);
        return bad.Message.Contains("body", StringComparison.Ordinal)
            ? new Problem("invalid-body", "This operation needs a body; see /docs/api for what belongs in it.")
            : Refusals.OfStatus(StatusCodes.Status400BadRequest);
    }

    private static Problem Body(JsonException json)
    {
        if (Lacks().Match(json.Message) is { Success: true } lacks) return new("invalid-body", "The body lacks {0}.", lacks.Groups["names"].Value.Replace("'", "", StringComparison.Ordinal));
        if (Unknown().Match(json.Message) is { Success: true } unknown) return new("invalid-body", "The body holds \"{0}\", which this operation does not know.", unknown.Groups["name"].Value);
        return new("invalid-body", "The body can't be read at {0} (line {1}, column {2}): something else belongs there.", json.Path ?? "$", (json.LineNumber ?? 0) + 1, (json.BytePositionInLine ?? 0) + 1);
    }

    private static string Expected(string type) => type switch
    {
        _ when type.Contains("DateOnly", StringComparison.Ordinal) => "The parameter {0} must be a date such as 2026-03-14; it is \"{1}\".",
        _ when type.Contains("bool", StringComparison.OrdinalIgnoreCase) => "The parameter {0} must be true or false; it is \"{1}\".",
        _ when type.Contains("Guid", StringComparison.Ordinal) => "The parameter {0} must be a UUID; it is \"{1}\".",
        _ => "The parameter {0} must be a whole number; it is \"{1}\".",
    };

    [GeneratedRegex("""^Failed to bind parameter "(?<type>.+) (?<name>[^" ]+)" from "(?<value>.*)"\.$""", RegexOptions.Singleline)]
    private static partial Regex Bind();

    [GeneratedRegex("""^Required parameter ".+ (?<name>[^" ]+)" was not provided""")]
    private static partial Regex Required();

    [GeneratedRegex("missing required properties including: (?<names>.+?)\\.(?: Path:.*)?$")]
    private static partial Regex Lacks();

    [GeneratedRegex("^The JSON property '(?<name>.+?)' could not be mapped")]
    private static partial Regex Unknown();
}
