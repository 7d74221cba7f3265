using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Platform.Admin;

/// <summary>/admin/audit.csv: the selection of the audit page as a file, streamed.</summary>
internal static class AuditCsv
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/admin/audit.csv", async (string? action, string? subject, long? actor, DateOnly? from, DateOnly? to, HttpResponse response, Db db, HubSettings settings, CancellationToken ct) =>
        {
            response.ContentType = "text/csv; charset=utf-8";
            response.Headers.ContentDisposition = "attachment; filename=audit.csv";
            await using var text = new StreamWriter(response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
            // A value that a spreadsheet would take for a formula is written so that it stays text.
            await using var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.Escape });
            foreach (var head in (string[])["id", "at", "actor_id", "actor_kind", "via", "action", "subject", "detail"]) csv.WriteField(head);
            await csv.NextRecordAsync();
            await foreach (var row in db.Stream<AuditRow>(AuditQuery.Sql, new AuditQuery(action, subject, actor, from, to).Arguments(settings.TimeZone, long.MaxValue, int.MaxValue), ct))
            {
                csv.WriteField(row.Id);
                csv.WriteField(row.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
                csv.WriteField(row.ActorId);
                csv.WriteField(row.ActorKind);
                csv.WriteField(row.Via);
                csv.WriteField(row.Action);
                csv.WriteField(row.Subject);
                csv.WriteField(row.Detail);
                await csv.NextRecordAsync();
            }
        }).RequireAuthorization(new RequiresAttribute(PlatformPermissions.Audit));
}
