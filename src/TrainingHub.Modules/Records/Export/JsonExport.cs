using System.Text.Json;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Records.Export;

/// <summary>A JSON array, one record after another; with codes and slugs, for programs.</summary>
internal static class JsonExport
{
    public static async Task Write(Stream to, IAsyncEnumerable<RecordRow> rows, CancellationToken ct)
    {
        await JsonSerializer.SerializeAsync(to, Shown(rows, ct), Json.Plain, ct);
        to.WriteByte((byte)'\n');
    }

    private static async IAsyncEnumerable<object> Shown(IAsyncEnumerable<RecordRow> rows, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var r in rows.WithCancellation(ct))
        {
            yield return new
            {
                person = r.PersonId, r.EmployeeNumber, r.Name, site = r.SiteCode, department = r.DepartmentName, program = r.ProgramSlug, r.Status,
                r.AssignedOn, r.DueOn, r.CertifiedOn, r.ExpiresOn, r.GraceEndsOn, r.CertificateNumber, r.RevokedReason,
            };
        }
    }
}
