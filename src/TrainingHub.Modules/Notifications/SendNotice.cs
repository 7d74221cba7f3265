using TrainingHub.Modules.Certificates.Contracts;
using TrainingHub.Modules.Notifications.Mails;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Mail;

namespace TrainingHub.Modules.Notifications;

/// <summary>
/// Mails one notice: waiting → sending (committed before the mail is handed over) → sent. A notice that is found in "sending" was cut off in between:
/// whether it arrived is unknown, so it is sent again with the same Message-ID and counted as uncertain.
/// </summary>
internal sealed class SendNotice(Db db, IPersonDirectory people, ComposeMail compose, IMailTransport transport, ICertificatePapers papers, IActivations activations, FailPoints failPoints, TimeProvider clock) : IConsumer<NoticeWork>
{
    private sealed record Row(long Id, long PersonId, string Kind, string Subject, string Data, string State, int Requests, string MessageId);

    public async Task Handle(NoticeWork work, WorkItem item, CancellationToken ct)
    {
        var notice = await db.Row<Row>("select id, person_id, kind, subject, data, state, requests, message_id from notifications_notice where id = @NoticeId", work, ct);
        if (notice is null || notice.Requests != work.Request || notice.State is not ("waiting" or "sending")) return;
        var person = await people.Find(notice.PersonId, ct);
        if (person is null || person.LeftOn < await people.Today(notice.PersonId, ct) || person.Email is null)
        {
            await Move(notice.Id, person is { LeftOn: null } ? "no-address" : "dropped", null, ct);
            return;
        }
        var isHandedOver = false;
        try
        {
            var mail = compose.Handle(notice.Kind, notice.MessageId, notice.Data, person, await Link(notice, ct), await Attachments(notice, ct));
            await Begin(notice, ct);
            isHandedOver = true;
            failPoints.Pass(FailPoint.BeforeMail);
            await transport.Send(mail, ct);
            failPoints.Pass(FailPoint.AfterMail);
            await Move(notice.Id, "sent", null, CancellationToken.None); // it is out, whatever happens to us now
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            var isOver = e is WorkRefusedException || item.Attempts >= WorkQueue.MostAttempts;
            var isKnownUnsent = !isHandedOver || e is MailDeferredException;
            await Move(notice.Id, isOver ? "failed" : isKnownUnsent ? "waiting" : "sending", e.Message, CancellationToken.None);
            throw;
        }
    }

    private async Task Begin(Row notice, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        await db.Execute("update notifications_notice set uncertain = uncertain + case when state = 'sending' then 1 else 0 end, state = 'sending', error = null where id = @Id", new { notice.Id }, ct);
        await tx.Commit(ct);
    }

    private async Task Move(long id, string state, string? error, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        await db.Execute("update notifications_notice set state = @state, error = @error, sent_at = case when @state = 'sent' then @now else sent_at end where id = @id", new { id, state, error, now = clock.GetUtcNow() }, ct);
        await tx.Commit(ct);
    }

    /// <summary>The certificate goes with the congratulation.</summary>
    private async Task<IReadOnlyList<MailAttachment>> Attachments(Row notice, CancellationToken ct)
    {
        if (notice.Kind != "passed") return [];
        var number = notice.Subject["certificate:".Length..];
        var (pdf, problem) = await papers.Pdf(number, ct);
        return pdf is not null ? [new MailAttachment($"{number}.pdf", "application/pdf", pdf)] : throw new WorkRefusedException($"The certificate can't be attached: {problem}");
    }

    /// <summary>A one-time link is made for the very mail that carries it, so that no table ever holds it.</summary>
    private async Task<Uri?> Link(Row notice, CancellationToken ct)
    {
        var purpose = notice.Kind switch { "invitation" => ActivationPurposes.Invitation, "password-reset" => ActivationPurposes.Reset, _ => null };
        return purpose is null ? null : new Uri(compose.Home(), await activations.NewLink(notice.PersonId, purpose, ct));
    }
}
