using TrainingHub.Modules.Certificates.Contracts;
using TrainingHub.Modules.Notifications.Gathering;
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
/// A mail server that is away or busy is tried for two days; one that takes a mail without ever saying so gets it three times.
/// </summary>
internal sealed class SendNotice(Db db, IPersonDirectory people, ComposeMail compose, SayPeriods say, IMailTransport transport, ICertificatePapers papers, IActivations activations, FailPoints failPoints, TimeProvider clock) : IConsumer<NoticeWork>
{
    /// <summary>The first nine within the first hour, then one an hour: two days.</summary>
    public const int MostAttempts = 56;
    private const int MostUnanswered = 3;

    private sealed record Row(long Id, long PersonId, string Kind, string Subject, string Data, string State, int Uncertain, int Requests, string MessageId);

    public async Task Handle(NoticeWork work, WorkItem item, CancellationToken ct)
    {
        var notice = await db.Row<Row>("select id, person_id, kind, subject, data, state, uncertain, requests, message_id from notifications_notice where id = @NoticeId", work, ct);
        if (notice is null || notice.Requests != work.Request || notice.State is not ("waiting" or "sending")) return;
        var uncertain = notice.Uncertain + (notice.State == "sending" ? 1 : 0);
        var person = await people.Find(notice.PersonId, ct);
        if (person is null || person.LeftOn < await people.Today(notice.PersonId, ct) || person.Email is null)
        {
            await say.Drop(notice.Id, ct);
            await Move(notice.Id, person is { LeftOn: null } ? "no-address" : "dropped", uncertain, null, ct);
            return;
        }
        var isHandedOver = false;
        try
        {
            if (await say.Handle(notice.Id, notice.Data, ct) is not { } data)
            {
                await Move(notice.Id, "dropped", uncertain, null, ct);
                return;
            }
            var mail = compose.Handle(notice.Kind, notice.MessageId, data, person, await Link(notice, ct), await Attachments(notice, ct));
            await Move(notice.Id, "sending", uncertain, null, ct);
            isHandedOver = true;
            failPoints.Pass(FailPoint.BeforeMail);
            await transport.Send(mail, ct);
            failPoints.Pass(FailPoint.AfterMail);
            await Move(notice.Id, "sent", uncertain, null, CancellationToken.None); // it is out, whatever happens to us now
        }
        catch (Exception e) when (e is MailDeferredException || !ct.IsCancellationRequested)
        {
            var isUnanswered = isHandedOver && e is not (MailDeferredException or WorkRefusedException);
            if (isUnanswered) uncertain++;
            var isOver = e is WorkRefusedException || item.Attempts >= MostAttempts || (isUnanswered && uncertain >= MostUnanswered);
            await Move(notice.Id, isOver ? "failed" : "waiting", uncertain, Why(e, isUnanswered), CancellationToken.None);
            if (isOver && isUnanswered) throw new WorkRefusedException(e.Message);
            throw;
        }
    }

    private static Problem Why(Exception e, bool isUnanswered) => e switch
    {
        MailDeferredException deferred => deferred.Problem,
        MailRefusedException refused => refused.Problem,
        _ when isUnanswered => Problem.Because("No answer came after the mail was handed over: {0}", SmtpFaultException.Detail(e)),
        _ => Problem.Because("The mail could not be written: {0}", e.Message),
    };

    private async Task Move(long id, string state, int uncertain, Problem? error, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        await db.Execute("update notifications_notice set state = @state, uncertain = @uncertain, error = @error, sent_at = case when @state = 'sent' then @now else sent_at end where id = @id",
            new { id, state, uncertain, error = NoticeData.Write(error), now = clock.GetUtcNow() }, ct);
        await tx.Commit(ct);
    }

    /// <summary>The certificate goes with the congratulation.</summary>
    private async Task<IReadOnlyList<MailAttachment>> Attachments(Row notice, CancellationToken ct)
    {
        if (notice.Kind != "passed") return [];
        var number = notice.Subject["certificate:".Length..];
        var (pdf, problem) = await papers.Pdf(number, ct);
        return pdf is not null ? [new MailAttachment($"{number}.pdf", "application/pdf", pdf)] : throw new MailRefusedException(Problem.Because("The certificate can't be attached: {0}", problem!.ToString()));
    }

    /// <summary>A one-time link is made for the very mail that carries it, so that no table ever holds it.</summary>
    private async Task<Uri?> Link(Row notice, CancellationToken ct)
    {
        var purpose = notice.Kind switch { "invitation" => ActivationPurposes.Invitation, "password-reset" => ActivationPurposes.Reset, _ => null };
        return purpose is null ? null : new Uri(compose.Home(), await activations.NewLink(notice.PersonId, purpose, ct));
    }
}
