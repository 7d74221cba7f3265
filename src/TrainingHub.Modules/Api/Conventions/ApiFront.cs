using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Health;

namespace TrainingHub.Modules.Api.Conventions;

/// <summary>
/// Stands round everything below /api, after routing: no cookie gets in, and whatever fails goes out as a problem document, also what the framework
/// refuses by itself (no such route, wrong method, unreadable body, no token) and what we did not foresee.
/// </summary>
internal sealed partial class ApiFront(RequestDelegate next, ILogger<ApiFront> log)
{
    public const string Prefix = "/api";

    // A browser's session must never act through the API: then a foreign page could use it.
    private const string NoCookies = "";

    public async Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments(Prefix))
        {
            await next(context);
            return;
        }
        context.Request.Headers.Cookie = NoCookies;
        if (Idempotency.IsAskedFor(context.Request)) Idempotency.KeepBody(context.Request);
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            // Routing's own "405" has no permission to ask for; asked for one, it would say 401 or 403 instead.
            if (context.GetEndpoint() is not { } endpoint) context.Response.StatusCode = StatusCodes.Status404NotFound;
            else if (endpoint.Metadata.Count == 0) await endpoint.RequestDelegate!(context);
            else await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null }) await Refusals.OfStatus(context.Response.StatusCode).ExecuteAsync(context);
        }
        catch (BadHttpRequestException bad) when (!context.Response.HasStarted)
        {
            await Afresh(context, BadRequests.Explain(bad));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone: there is nobody to answer.
        }
        catch (Exception fault) when (!context.Response.HasStarted && Outage.Of(fault) is { } kind)
        {
            Unavailable(log, fault.GetBaseException().Message, context.TraceIdentifier);
            context.Response.Clear();
            context.Response.Headers.RetryAfter = Outage.RetryAfter;
            await new Refused(Outage.AsProblem(kind)).ExecuteAsync(context);
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            Failed(log, fault, context.TraceIdentifier);
            await Afresh(context, Refusals.OfStatus(StatusCodes.Status500InternalServerError));
        }
    }

    private static Task Afresh(HttpContext context, Refused refused)
    {
        context.Response.Clear();
        context.Response.Headers.CacheControl = "no-store";
        return refused.ExecuteAsync(context);
    }

    [LoggerMessage(2, LogLevel.Warning, "An API request was answered with 503, {Reason}: {TraceId}")]
    private static partial void Unavailable(ILogger logger, string reason, string traceId);

    [LoggerMessage(1, LogLevel.Error, "An API request failed: {TraceId}")]
    private static partial void Failed(ILogger logger, Exception fault, string traceId);
}
