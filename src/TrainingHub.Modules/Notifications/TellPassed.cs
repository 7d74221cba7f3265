using TrainingHub.Modules.Certificates.Contracts;
using TrainingHub.Modules.Notifications.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Notifications;

/// <summary>Congratulates on a certificate and sends the paper along.</summary>
internal sealed class TellPassed(Db db, INotices notices) : IConsumer<CertificateIssued>
{
    private sealed record Row(string Number, string TitleZh, string TitleEn, DateOnly? ExpiresOn);

    public async Task Handle(CertificateIssued e, WorkItem item, CancellationToken ct)
    {
        var row = await db.Row<Row>(
            """
            select c.number, p.title_zh, p.title_en, c.expires_on from v_certificate c join v_certification_program p on p.id = c.program_id
            where c.id = @CertificateId and c.ended_at is null
            and not exists (select 1 from v_certification_carried k where k.period_id = c.period_id)
            and not exists (select 1 from v_certificate b join v_certification_period_was w on w.period_id = b.period_id where b.period_id = c.period_id and b.id < c.id and w.expires_on = b.expires_on)
            """, e, ct);
        if (row is null) return; // revoked before we came to it, carried over, or issued anew because its dates were moved: nobody is congratulated on what was earned long ago
        var values = new Dictionary<string, object>
        {
            ["program"] = new LocalText(row.TitleZh, row.TitleEn),
            ["number"] = row.Number,
            ["validity"] = row.ExpiresOn is { } day ? new Phrase("It is valid until {0}.", day) : new Phrase("It does not expire."),
        };
        await notices.Send(e.PersonId, "passed", $"passed:certificate:{e.CertificateId}", $"certificate:{row.Number}", values, ct);
    }
}
