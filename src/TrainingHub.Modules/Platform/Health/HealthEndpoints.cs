using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Platform.Health;

/// <summary>/readyz and /metrics. /healthz, which only says that the process lives, is the host's.</summary>
internal static class HealthEndpoints
{
    private sealed record QueueLength(string Queue, string State, long Count);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.ServiceProvider.GetRequiredService<HubMetrics>(); // counts from the first request on

        // Open to everybody: load balancers carry no credentials, and it names nothing but what is wrong.
        endpoints.MapGet("/readyz", async (Readiness readiness, CancellationToken ct) =>
        {
            var report = await readiness.Check(ct);
            return Results.Json(new { Status = report.IsReady ? "ready" : "not ready", report.Checks }, Json.Plain, statusCode: report.IsReady ? 200 : 503);
        }).AllowAnonymous();

        // Guarded by itself, since a scraper signs in nowhere: from the same machine, or with the token of the settings.
        endpoints.MapGet("/metrics", async (HttpContext context, HubSettings settings, HubMetrics metrics, Database database, Db db, CancellationToken ct) =>
        {
            if (!MayRead(context, settings)) return Results.StatusCode(StatusCodes.Status403Forbidden);
            var text = new StringBuilder();
            metrics.Write(text);
            HubMetrics.Head(text, "traininghub_work", "gauge", "Work rows by queue and state, without those that are done.");
            foreach (var row in await db.Rows<QueueLength>("select queue, state, count(*) as count from platform_work where state <> 'done' group by queue, state order by queue, state", null, ct))
                HubMetrics.Line(text, $"traininghub_work{{queue=\"{HubMetrics.Escape(row.Queue)}\",state=\"{row.State}\"}}", row.Count);
            if (database.Gate is { } gate)
            {
                HubMetrics.Head(text, "traininghub_writer_gate_wait_seconds", "summary", "How long writers waited for their turn (SQLite).");
                HubMetrics.Line(text, "traininghub_writer_gate_wait_seconds_sum", gate.Waited.TotalSeconds);
                HubMetrics.Line(text, "traininghub_writer_gate_wait_seconds_count", gate.Entered);
            }
            return Results.Text(text.ToString(), "text/plain; version=0.0.4", Encoding.UTF8);
        }).AllowAnonymous();
    }

    private static bool MayRead(HttpContext context, HubSettings settings)
    {
        const string scheme = "Bearer ";
        var header = context.Request.Headers.Authorization.ToString();
        if (settings.MetricsToken is { } token && header.StartsWith(scheme, StringComparison.Ordinal))
            return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header[scheme.Length..]), Encoding.UTF8.GetBytes(token));
        // A proxy on this machine forwards strangers: what came through one is not local.
        var isForwarded = context.Request.Headers.ContainsKey("X-Forwarded-For") || context.Request.Headers.ContainsKey("X-Original-For");
        return !isForwarded && context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);
    }
}
