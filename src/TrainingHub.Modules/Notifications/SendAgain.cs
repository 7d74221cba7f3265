using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Notifications;

/// <summary>Sends a notice once more because somebody asked for it: with a new Message-ID, so that the receiver's server does not drop it as a duplicate.</summary>
internal sealed class SendAgain(Db db, Work work, Audit audit, MessageIds ids, Actor actor)
{
    private sealed record Row(long Id, string State, int Requests, string? Email);

    public async Task<Problem?> Handle(long noticeId, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var notice = await db.Row<Row>(
            $"""
            select n.id, n.state, n.requests, p.email from notifications_notice n join v_people_person p on p.id = n.person_id
            where n.id = @noticeId and {PeopleScope.Sees("p.site_id", "p.department_id")}
            """,
            new { noticeId, viewer = actor.Id, permission = NotificationsPermissions.View }, ct);
        if (notice is null) return Problem.NotFound("There is no such mail.");
        if (notice.Email is null) return Problem.Because("This person has no e-mail address. Enter one first.");
        if (notice.State == "declined") return Problem.Because("This person has switched reminder mails off.");
        if (notice.State is "waiting" or "sending") return Problem.Conflict("This mail is already on its way.");
        var request = notice.Requests + 1;
        // Two clicks at once: the second finds another number of requests and changes nothing.
        var changed = await db.Execute("update notifications_notice set state = 'waiting', requests = @request, message_id = @MessageId, error = null where id = @Id and requests = @Requests",
            new { notice.Id, notice.Requests, request, MessageId = ids.Next() }, ct);
        if (changed == 0) return Problem.Conflict("This mail is already on its way.");
        await work.Enqueue(Notices.Consumer, new NoticeWork(notice.Id, request), $"notice:{notice.Id}:{request}", ct);
        await audit.Write("notifications.sent-again", $"notice:{notice.Id}", null, ct);
        await tx.Commit(ct);
        return null;
    }
}
