using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Sessions.Attendance;

/// <summary>/studio/sessions/{id}/list: to print and to sign by hand.</summary>
[Requires(SessionsPermissions.Plan)]
internal sealed class AttendanceListModel(FindSession sessions, ReadAttendance attendance) : HubPage
{
    public SessionRow Session { get; private set; } = null!;
    public TimeZoneInfo Zone { get; private set; } = null!;
    public IReadOnlyList<AttendanceRow> People { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct)
    {
        if (await sessions.Run(id, SessionsPermissions.Plan, ct) is not { } session) return NotFound();
        (Session, Zone) = (session, await sessions.Zone(session.SiteId, ct));
        People = [.. (await attendance.Of(id, ct)).Where(p => p.HasSeat).OrderBy(p => p.EmployeeNumber, StringComparer.Ordinal).ThenBy(p => p.PersonId)];
        return Page();
    }
}
