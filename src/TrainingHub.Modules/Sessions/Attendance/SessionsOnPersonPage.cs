using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Sessions.Attendance;

/// <param name="State">booked, waiting or given-up</param>
/// <param name="Said">present or absent; null while nobody said it.</param>
internal sealed record PersonsSession(string TitleZh, string TitleEn, long SiteId, DateTimeOffset StartsAt, DateTimeOffset EndsAt, DateTimeOffset? CancelledAt, string State, DateTimeOffset? SignedInAt, string? Said, string? Note);

internal sealed record SessionsSection(IReadOnlyList<(PersonsSession Session, string When)> Sessions, DateTimeOffset Now);

/// <summary>On a person's page: every place in a session, whether kept or given up, and what was confirmed.</summary>
internal sealed class SessionsOnPersonPage(Db db, FindSession sessions, Actor me, Localizer texts, TimeProvider clock) : IPersonSection
{
    public async Task<PersonSection?> Of(long personId, CancellationToken ct)
    {
        if (!me.Can(SessionsPermissions.Plan)) return null;
        var rows = await db.Rows<PersonsSession>(
            $"""
            select o.title_zh, o.title_en, s.site_id, s.starts_at, s.ends_at, s.cancelled_at, a.state, i.at as signed_in_at, case when k.is_present = true then 'present' when k.is_present = false then 'absent' end as said, k.note
            from sessions_place a join sessions_session s on s.id = a.session_id join sessions_topic o on o.id = s.topic_id join v_people_person p on p.id = a.person_id
            left join sessions_sign_in i on i.session_id = a.session_id and i.person_id = a.person_id
            left join sessions_confirmation k on k.session_id = a.session_id and k.person_id = a.person_id
                and k.number = (select max(n.number) from sessions_confirmation n where n.session_id = a.session_id and n.person_id = a.person_id)
            where a.person_id = @personId and {PeopleScope.Sees("p.site_id", "p.department_id")} order by s.starts_at desc, s.id desc
            """, new { personId, viewer = me.Id, permission = SessionsPermissions.Plan }, ct);
        if (rows.Count == 0) return null;
        List<(PersonsSession, string)> lines = [];
        foreach (var row in rows) lines.Add((row, SessionWords.When(texts, row.StartsAt, row.EndsAt, await sessions.Zone(row.SiteId, ct))));
        return new PersonSection("/Sessions/Attendance/_OnPersonPage.cshtml", new SessionsSection(lines, clock.GetUtcNow()));
    }
}
