using TrainingHub.Modules.Certificates.Contracts;
using TrainingHub.Modules.Certificates.Ledger;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.Certificates;

/// <summary>
/// Writes the certificate of a certified period and its ledger entry, in the transaction that certified it: nobody is certified without a
/// certificate, and no certificate stands without a certification. Rendering comes later and can't hold this up.
/// </summary>
internal sealed class IssueCertificate(Db db, Events events, LedgerWriter ledger, SerialNumbers serials, VerifyAddress address, IPersonDirectory people, IPolicyDays days, HubSettings settings, Entropy entropy, TimeProvider clock)
    : IHandler<PeriodCertified>
{
    private sealed record Period(long Id, long PersonId, long ProgramId, DateOnly ValidFrom, DateOnly? ExpiresOn, string Slug, string TitleZh, string TitleEn, long? CourseId, bool IsCarried, string? Issuer, string? FormerNumber)
    {
        public CarriedFrom? Carried => IsCarried ? new CarriedFrom(Issuer, FormerNumber) : null;
    }

    public async Task Handle(PeriodCertified e, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        if (address.IsKnown)
        {
            await Issue(e.PeriodId, ct);
        }
        else
        {
            // The certification must not be lost for want of a setting: it stands, and its certificate follows.
            await db.Execute("insert into certificates_pending(period_id, since) values (@PeriodId, @Now) on conflict (period_id) do nothing", new { e.PeriodId, Now = clock.GetUtcNow() }, ct);
        }
        await tx.Commit(ct);
    }

    /// <summary>Issues for the period unless it has a current certificate; the id of the current one. Inside the caller's transaction.</summary>
    public async Task<long> Issue(long periodId, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var current = await db.Scalar<long?>("select id from certificates_certificate where period_id = @periodId and ended_at is null", new { periodId }, ct);
        var id = current ?? await Write(await Find(periodId, ct), ct);
        await tx.Commit(ct);
        return id;
    }

    private async Task<Period> Find(long periodId, CancellationToken ct) =>
        await db.Row<Period>(
            """
            select d.id, d.person_id, d.program_id, d.valid_from, d.expires_on, p.slug, p.title_zh, p.title_en, p.course_id,
                   k.period_id is not null as is_carried, k.issuer, k.number as former_number
            from v_certification_period d join v_certification_program p on p.id = d.program_id left join v_certification_carried k on k.period_id = d.id
            where d.id = @periodId and d.completed_on is not null
            """,
            new { periodId }, ct) ?? throw new InvalidOperationException($"Period {periodId} is not certified.");

    private async Task<long> Write(Period period, CancellationToken ct)
    {
        var holder = await people.Find(period.PersonId, ct) ?? throw new InvalidOperationException($"Period {period.Id} belongs to nobody.");
        var now = clock.GetUtcNow();
        var issuedOn = (await days.Zone(period.Id, ct)).DayOf(now);
        var number = await serials.Next(period.Slug, issuedOn.Year, ct);
        var data = new CertificateData(number, settings.HubName, holder.Name, holder.LatinName, period.TitleZh, period.TitleEn, await Clauses(period.CourseId, ct),
            issuedOn, period.ValidFrom, period.ExpiresOn, holder.Language, period.Carried).ToCanonicalJson();
        var chance = entropy.About($"certificate {number}");
        var salt = Convert.ToHexStringLower(chance.Bytes(CertificateData.SaltBytes));
        var commitment = CertificateData.Commitment(salt, data);
        var id = await db.Insert(
            """
            insert into certificates_certificate(number, code, period_id, person_id, program_id, language, data, salt, commitment, program, valid_from, expires_on, issued_at)
            values (@number, @Code, @Id, @PersonId, @ProgramId, @Language, @data, @salt, @commitment, @Slug, @ValidFrom, @ExpiresOn, @now)
            returning id
            """,
            new { number, Code = chance.Token(130), period.Id, period.PersonId, period.ProgramId, holder.Language, data, salt, commitment, period.Slug, period.ValidFrom, period.ExpiresOn, now }, ct);
        await db.Execute("delete from certificates_pending where period_id = @Id", new { period.Id }, ct);
        await db.Execute(
            """
            update certificates_certificate set superseded_by = @id
            where end_kind = 'superseded' and superseded_by is null
              and (period_id = @PeriodId or period_id = (select d.renews_id from v_certification_period d where d.id = @PeriodId))
            """,
            new { id, PeriodId = period.Id }, ct);
        await ledger.Append(new LedgerNote(period.IsCarried ? LedgerKinds.Carried : LedgerKinds.Issued, number, period.Slug, period.ValidFrom, period.ExpiresOn, commitment, null), ct);
        await events.Tell(new CertificateIssued(id, period.Id, period.PersonId), ct);
        return id;
    }

    private Task<List<CertificateClause>> Clauses(long? courseId, CancellationToken ct) =>
        db.Rows<CertificateClause>(
            "select k.code, k.title_zh, k.title_en from v_course c join v_course_clause k on k.version_id = c.version_id where c.id = @courseId order by k.position", new { courseId }, ct);
}
