using System.ComponentModel;

namespace TrainingHub.Modules.Api.Conventions;

/// <summary>An error as RFC 9457 tells it.</summary>
internal sealed record ProblemDocument(
    [property: Description("Where this kind of problem is described.")] string Type,
    [property: Description("The kind of problem in few words.")] string Title,
    [property: Description("The HTTP status.")] int Status,
    [property: Description("What is wrong, where, and what to do; in the language of Accept-Language.")] string Detail,
    [property: Description("Stable and machine-readable: branch on this.")] string Code,
    [property: Description("One entry for each thing that is wrong, where a file was sent.")] IReadOnlyList<LineFault>? Faults,
    [property: Description("What is stored instead of what was sent, where that is of use.")] object? Stored);

/// <summary>What is wrong in one line of a file.</summary>
internal sealed record LineFault(
    [property: Description("From 1; the heading is line 1.")] int Line,
    [property: Description("What is wrong there, in the language of Accept-Language.")] string Reason);
