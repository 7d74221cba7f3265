using System.ComponentModel;
using Dapper;
using TrainingHub.Modules.Api.Conventions;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Api.Certificates;

/// <summary>The paper of one period.</summary>
internal sealed record CertificateItem(
    [property: Description("The serial that is printed on it.")] string Number,
    long PersonId, string Program,
    [property: Description("valid, not-yet-valid, expired (in grace too), revoked, superseded")] string Status,
    DateOnly ValidFrom,
    [property: Description("The last valid day; null: without end.")] DateOnly? ExpiresOn,
    DateTimeOffset IssuedAt,
    [property: Description("When it was revoked or superseded.")] DateTimeOffset? EndedAt,
    [property: Description("What the QR holds: /verify/{code}.")] string Code);

/// <summary>Certificates as a query: the status is computed for today, by the policy's calendar or where the person works.</summary>
internal sealed class CertificateRows(Db db, IPolicyDays days, Actor me)
{
    public static readonly string[] Statuses = ["valid", "not-yet-valid", "expired", "revoked", "superseded"];

    internal sealed record Row(long Id, long PeriodId, string Number, long PersonId, string Program, string Status, DateOnly ValidFrom, DateOnly? ExpiresOn, DateTimeOffset IssuedAt, DateTimeOffset? EndedAt, string Code)
    {
        public CertificateItem Item => new(Number, PersonId, Program, Status, ValidFrom, ExpiresOn, IssuedAt, EndedAt, Code);
    }

    /// <param name="narrowed">A predicate over <c>c</c>, the certificate.</param>
    /// <param name="permission">What lets the token see other people's.</param>
    public async Task<List<Row>> Find(string narrowed, object args, string permission, CancellationToken ct)
    {
        var all = new DynamicParameters(args);
        all.AddDynamicParams(Seen.By(me, permission));
        var now = await days.Now(ct);
        all.AddDynamicParams(new { today = now.Hub, dayBefore = now.Before, dayAfter = now.After });
        return await db.Rows<Row>(
            $"""
            with dated as (
                select v.id, v.period_id, v.number, v.person_id, v.program, v.valid_from, v.expires_on, v.issued_at, v.ended_at, v.end_kind, v.code, {now.Of("(select d.policy_id from v_certification_period d where d.id = v.period_id)", now.AtSite("p.site_id"))} as today
                from v_certificate v join v_people_person p on p.id = v.person_id
                where {Seen.Sql}
            ), judged as (
                select id, period_id, number, person_id, program, valid_from, expires_on, issued_at, ended_at, code,
                       case when end_kind is not null then end_kind when today < valid_from then 'not-yet-valid' when today > expires_on then 'expired' else 'valid' end as status
                from dated
            )
            select c.id, c.period_id, c.number, c.person_id, c.program, c.status, c.valid_from, c.expires_on, c.issued_at, c.ended_at, c.code from judged c where {narrowed}
            """,
            all, ct);
    }

    /// <summary>Null where there is none, or none that the token's person sees.</summary>
    public async Task<Row?> One(string number, string permission, CancellationToken ct) =>
        (await Find("c.number = @number", new { number }, permission, ct)).SingleOrDefault();
}
