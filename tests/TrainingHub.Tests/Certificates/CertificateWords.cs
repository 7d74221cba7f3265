using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Certificates;

/// <summary>Programmes and periods as Certification would have left them, so that the paper can be tested by itself.</summary>
internal static class CertificateWords
{
    public static readonly DateOnly ValidFrom = new(2026, 3, 14);
    public static readonly DateOnly ExpiresOn = new(2099, 3, 14);

    public static Task<long> Program(this TestHub hub, string slug = "grooming", string titleZh = "仪容仪表认证", string titleEn = "Grooming certification") => hub.In(async s =>
    {
        var db = s.GetRequiredService<Db>();
        await using var tx = await db.Begin(default);
        var now = hub.Clock.GetUtcNow();
        var id = await db.Insert("insert into certification_program(slug, created_at) values (@slug, @now) returning id", new { slug, now }, default);
        var version = await db.Insert(
            "insert into certification_program_version(program_id, number, title_zh, title_en, summary_zh, summary_en, requirement, renewal, hash, created_at) values (@id, 1, @titleZh, @titleEn, '', '', @tree, @tree, '', @now) returning id",
            new { id, titleZh, titleEn, now, tree = """{"quiz":"grooming"}""" }, default);
        var policy = await db.Insert(
            "insert into certification_policy(program_id, number, origin, active, renewal_window, basis, grace, grace_is_compliant, created_at) values (@id, 1, 'hub', '12m', '2m', 'completion', '14d', true, @now) returning id",
            new { id, now }, default);
        await db.Execute("update certification_program set current_version_id = @version, current_policy_id = @policy where id = @id", new { id, version, policy }, default);
        await tx.Commit(default);
        return id;
    });

    /// <summary>A certified period of somebody, not yet told of.</summary>
    public static Task<long> Period(this TestHub hub, long personId, long programId, DateOnly? expiresOn = null, int number = 1, long? renews = null) => hub.In(async s =>
    {
        var db = s.GetRequiredService<Db>();
        await using var tx = await db.Begin(default);
        var now = hub.Clock.GetUtcNow();
        await db.Execute("insert into certification_requirement(person_id, program_id, created_at) values (@personId, @programId, @now) on conflict do nothing", new { personId, programId, now }, default);
        var id = await db.Insert(
            """
            insert into certification_period(requirement_id, person_id, program_id, number, renews_id, program_version_id, policy_id, assigned_on, due_on, recorded_at,
                completed_on, valid_from, expires_on, window_opens_on, grace_ends_on, completed_recorded_at)
            select r.id, @personId, @programId, @number, @renews, p.current_version_id, p.current_policy_id, @from, @from, @now, @from, @from, @expires, @expires, @expires, @now
            from certification_requirement r join certification_program p on p.id = r.program_id
            where r.person_id = @personId and r.program_id = @programId
            returning id
            """,
            new { personId, programId, number, renews, from = ValidFrom, expires = expiresOn ?? ExpiresOn, now }, default);
        await tx.Commit(default);
        return id;
    });

    /// <summary>Tells of the period as its completion does, and gives the number of the certificate that came of it.</summary>
    public static Task<string> Certify(this TestHub hub, long periodId) => hub.In(async s =>
    {
        var db = s.GetRequiredService<Db>();
        await using (var tx = await db.Begin(default))
        {
            await s.GetRequiredService<Events>().Tell(new PeriodCertified(periodId, 0, 0), default);
            await tx.Commit(default);
        }
        return await db.Scalar<string>("select number from certificates_certificate where period_id = @periodId and ended_at is null", new { periodId }, default) ?? "";
    });

    /// <summary>A certificate of somebody, from nothing.</summary>
    public static async Task<string> Certificate(this TestHub hub, long personId, long programId, DateOnly? expiresOn = null) =>
        await hub.Certify(await hub.Period(personId, programId, expiresOn));

    /// <summary>Ends the period and tells of it, as revocation and renewal do.</summary>
    public static Task<int> End(this TestHub hub, long periodId, string reason, string? note = null) => hub.In(async s =>
    {
        var db = s.GetRequiredService<Db>();
        await using var tx = await db.Begin(default);
        await db.Execute("update certification_period set ended_on = @on, end_reason = @reason, ended_recorded_at = @now, end_note = @note where id = @periodId",
            new { periodId, on = DateOnly.FromDateTime(hub.Clock.GetUtcNow().UtcDateTime), reason, note, now = hub.Clock.GetUtcNow() }, default);
        await s.GetRequiredService<Events>().Tell(new PeriodEnded(periodId, 0, 0, reason, note), default);
        await tx.Commit(default);
        return 0;
    });
}
