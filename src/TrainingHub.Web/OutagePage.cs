using TrainingHub.Modules.Platform.Health;

namespace TrainingHub.Web;

/// <summary>
/// While the error page of an outage is made, nobody is signed in: to find out who it is would ask the very database that does not answer.
/// </summary>
internal sealed partial class OutagePage(RequestDelegate next, ILogger<OutagePage> log)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (Outage.Behind(context) is { } kind)
        {
            Unavailable(log, kind, context.Features.Get<Microsoft.AspNetCore.Diagnostics.IExceptionHandlerFeature>()!.Error.GetBaseException().Message, context.TraceIdentifier);
            var language = context.Request.Cookies[Modules.People.ActorMiddleware.LanguageCookie];
            context.Request.Headers.Cookie = language is null ? default : $"{Modules.People.ActorMiddleware.LanguageCookie}={language}";
            context.Request.Headers.Authorization = default;
        }
        return next(context);
    }

    [LoggerMessage(3, LogLevel.Warning, "Answered with 503, {Kind}: {Reason}: {TraceId}")]
    private static partial void Unavailable(ILogger logger, OutageKind kind, string reason, string traceId);
}
