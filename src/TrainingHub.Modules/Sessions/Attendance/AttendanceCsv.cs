using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Sessions.Attendance;

/// <summary>The attendance list as a file.</summary>
internal static class AttendanceCsv
{
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/studio/sessions/{id:long}/list.csv", Get).RequireAuthorization(new RequiresAttribute(SessionsPermissions.Plan));

    private static async Task<IResult> Get(long id, FindSession sessions, ReadAttendance attendance, Localizer t, CancellationToken ct)
    {
        if (await sessions.Run(id, SessionsPermissions.Plan, ct) is not { } session) return TypedResults.NotFound();
        var zone = await sessions.Zone(session.SiteId, ct);
        var text = new StringBuilder();
        Add([t["Topic"], t["Begins at"], t["Employee number"], t["Name"], t["Site"], t["Department"], t["Seat or waiting list"], t["Signed in at"], t["Presence"], t["Trainer’s note"], t["Confirmed by"]]);
        foreach (var row in await attendance.Of(id, ct))
            Add([session.Title(t), At(session.StartsAt), row.EmployeeNumber, row.Name, row.SiteName, row.DepartmentName, row.HasSeat ? t["Seat"] : t["On the waiting list"], At(row.SignedInAt),
                row.Said switch { "present" => t["Present"], "absent" => t["Absent"], _ => null }, row.Note, row.SaidBy]);
        return TypedResults.File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())], "text/csv; charset=utf-8", $"session-{id}.csv");

        void Add(IEnumerable<object?> cells) => text.Append(Csv.Line(cells)).Append("\r\n");

        string? At(DateTimeOffset? at) => at is { } known ? TimeZoneInfo.ConvertTime(known, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : null;
    }
}
