using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Quizzes.Exams;

/// <summary>
/// GET /studio/exams/{quiz}/events: server-sent events that say "look again", never what there is to see: the list itself comes by the page's own query,
/// with the viewer's scope in it. So nothing is missed by whoever was away: the first event after connecting says it at once.
/// </summary>
internal static class ExamEvents
{
    /// <summary>A comment as often keeps proxies from closing the line, and notices who has gone.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(20);

    /// <summary>Events come no faster, however many answers do.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    /// <summary>After that the browser connects anew, and its sign-in and permission are looked at again.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/studio/exams/{slug}/events", Handle).RequireAuthorization(new RequiresAttribute(QuizzesPermissions.Invigilate));

    private static async Task Handle(string slug, long? schedule, HttpContext context, FindExam find, Db db, ExamWatch watch, Actor me, IHostApplicationLifetime lifetime, TimeProvider clock)
    {
        var exam = await find.Handle(slug, schedule, context.RequestAborted);
        await db.DisposeAsync(); // gives its connection back: the wait is long, and a listener needs none
        if (exam is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        using var listener = watch.Listen(me.Id, exam.QuizId);
        if (listener is null)
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return;
        }
        // A stopping hub does not wait for its listeners: they come back to the next one by themselves.
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await Send(context.Response, listener, clock, over.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The browser went, or the hub stops: an event stream has no other end.
        }
    }

    private static async Task Send(HttpResponse response, ExamWatch.Listener listener, TimeProvider clock, CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        await response.WriteAsync("retry: 3000\n\n", ct);
        for (var number = 1; clock.GetElapsedTime(began) < Longest; number++)
        {
            await response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"id: {number}\nevent: changed\ndata: {{}}\n\n"), ct);
            await response.Body.FlushAsync(ct);
            await Task.Delay(Least, clock, ct);
            while (!await listener.Next(Heartbeat, clock, ct) && clock.GetElapsedTime(began) < Longest)
            {
                await response.WriteAsync(": still here\n\n", ct);
                await response.Body.FlushAsync(ct);
            }
        }
    }
}
