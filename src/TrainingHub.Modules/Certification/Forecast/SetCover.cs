using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.Forecast;

/// <summary>Says how many certified people a site needs, or that nobody minds.</summary>
internal sealed class SetCover(Db db, Actor actor, Audit audit)
{
    /// <param name="eachShift">How many a shift; zero takes the minimum away.</param>
    public async Task<Problem?> Handle(long siteId, long programId, int eachShift, int shifts, CancellationToken ct)
    {
        if (eachShift is < 0 or > 1000) return Problem.Because("The number of people a shift must be from 0 to 1000.");
        if (shifts is < 1 or > 100) return Problem.Because("The number of shifts must be from 1 to 100.");
        await using var tx = await db.Begin(ct);
        if (!await MaySet(siteId, ct)) return Problem.NotFound("There is no such site.");
        if (eachShift == 0) await db.Execute("delete from certification_cover where site_id = @siteId and program_id = @programId", new { siteId, programId }, ct);
        else
            await db.Execute(
                """
                insert into certification_cover(site_id, program_id, each_shift, shifts) values (@siteId, @programId, @eachShift, @shifts)
                on conflict (site_id, program_id) do update set each_shift = excluded.each_shift, shifts = excluded.shifts
                """, new { siteId, programId, eachShift, shifts }, ct);
        await audit.Write("certification.cover-set", $"site:{siteId}", new { programId, eachShift, shifts }, ct);
        await tx.Commit(ct);
        return null;
    }

    public async Task<bool> MaySet(long siteId, CancellationToken ct) =>
        actor.PersonId is null || (actor.Can(CertificationPermissions.Edit) && await db.Scalar<long>(
            $"select count(*) from v_people_site s where s.id = @siteId and {PeopleScope.SeesAllOf("s.id")}", new { siteId, viewer = actor.PersonId, permission = CertificationPermissions.Edit }, ct) > 0);
}
