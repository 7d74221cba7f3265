using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Sessions.Attendance;

/// <param name="State">booked or waiting</param>
/// <param name="Said">present, absent; null while nobody said it.</param>
/// <param name="Corrected">Why the last correction was made.</param>
internal sealed record AttendanceRow(
    long PersonId, string Name, string? EmployeeNumber, string SiteName, string? DepartmentName, string State, DateTimeOffset? SignedInAt, string? Said, string? Note, string? Corrected, string? SaidBy, DateTimeOffset? SaidAt)
{
    public bool HasSeat => State == "booked";
}

/// <summary>Who has a place in a session, who signed in, what was confirmed; the first who asked in front. For whoever runs the session: the page has looked at that.</summary>
internal sealed class ReadAttendance(Db db)
{
    public Task<List<AttendanceRow>> Of(long sessionId, CancellationToken ct) => db.Rows<AttendanceRow>(
        """
        select a.person_id, p.name, p.employee_number, p.site_name, p.department_name, a.state, i.at as signed_in_at, case when k.is_present = true then 'present' when k.is_present = false then 'absent' end as said,
               k.note, k.reason as corrected, b.name as said_by, k.at as said_at
        from sessions_place a join v_people_person p on p.id = a.person_id
        left join sessions_sign_in i on i.session_id = a.session_id and i.person_id = a.person_id
        left join sessions_confirmation k on k.session_id = a.session_id and k.person_id = a.person_id
            and k.number = (select max(n.number) from sessions_confirmation n where n.session_id = a.session_id and n.person_id = a.person_id)
        left join v_people_person b on b.id = k.by_id
        where a.session_id = @sessionId and a.state in ('booked', 'waiting') order by a.state, a.turn
        """, new { sessionId }, ct);
}
