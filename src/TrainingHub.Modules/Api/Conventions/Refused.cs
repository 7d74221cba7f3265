using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Api.Conventions;

/// <summary>The result of an operation that did not do what was asked: a problem document in the reader's language.</summary>
internal sealed class Refused(Problem problem, IReadOnlyList<LineFault>? faults = null) : IResult, IStatusCodeHttpResult
{
    public const string MediaType = "application/problem+json";

    private static readonly JsonSerializerOptions Options = new(ApiJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>What is stored instead of what was sent, where that is of use.</summary>
    public object? Stored { get; init; }

    public int? StatusCode => Refusals.StatusOf(problem.Code);

    public static implicit operator Refused(Problem problem) => new(problem);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var texts = ReaderLanguage.Of(httpContext);
        var status = Refusals.StatusOf(problem.Code);
        var document = new ProblemDocument($"/docs/api#{problem.Code}", texts[Refusals.TitleOf(status)], status, texts[problem], problem.Code, faults, Stored);
        httpContext.Response.StatusCode = status;
        httpContext.Response.Headers.ContentLanguage = texts.Language;
        await httpContext.Response.WriteAsJsonAsync(document, Options, MediaType, httpContext.RequestAborted);
    }
}
