using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Credentials;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Certification.Excuses;

/// <param name="UntilOn">The last day; null: for good.</param>
/// <param name="Proof">A paper that shows it, where there is one.</param>
internal sealed record NewExcuse(long PersonId, long ProgramId, string? Reason, DateOnly? UntilOn = null, ProofFile? Proof = null);

/// <summary>Excuses somebody from a programme from today on. The day after its end is noted, so that what is asked then needs nobody to look for it.</summary>
internal sealed class ExcusePerson(Db db, Chains chains, CatchUp catchUp, OpenRenewal openRenewal, EndPeriod endPeriod, IPersonDirectory people, BlobStore blobs, Audit audit, Actor actor, TimeProvider clock)
{
    private const int MostYears = 10;

    public async Task<Problem?> Handle(NewExcuse excuse, CancellationToken ct)
    {
        var (reason, unsaid) = ReasonText.Read(excuse.Reason, Problem.Because("Write why it is waived."));
        if (unsaid is not null) return unsaid;
        if (excuse.PersonId == actor.PersonId) return Problem.Because("Somebody else must excuse you from what is asked of you.");
        if (await people.Find(excuse.PersonId, ct) is not { } person) return Problem.NotFound("There is no such person.");
        var now = clock.GetUtcNow();
        var when = AsOf.Of(now, person.Zone);
        var today = when.Day;
        if (excuse.UntilOn < today) return Problem.Because("The last day of the excuse lies in the past. Give today or a later day, or none.");
        if (excuse.UntilOn > today.AddYears(MostYears)) return Problem.Because("The last day of the excuse lies more than {0} years ahead. Check the year, or give none.", MostYears);

        var sha256 = excuse.Proof is { } proof ? await blobs.Put(proof.Bytes, ct) : null;
        await using var tx = await db.Begin(ct);
        await catchUp.Handle(excuse.PersonId, ct);
        if (await chains.LockOf(excuse.PersonId, excuse.ProgramId, ct) is not { } chain) return Problem.NotFound("There is no such certification.");
        if (await Excuse.On(db, excuse.PersonId, excuse.ProgramId, today, ct) is not null) return Problem.Conflict("This person is excused from it already. End that excuse first.");
        // What the window asks since it opened is waived too, whether or not the job has come to it.
        if (await openRenewal.IfDue(chain, when, ct)) chain = (await chains.Lock(chain.Requirement.Id, ct))!;
        if (chain is { Open: null, Certified: null }) return Problem.Conflict("Nothing of this programme is asked of this person, so there is nothing to excuse from.");
        if (chain.Open is { } open) await endPeriod.Handle(open, open.DayOf(when) is var day && day > open.AssignedOn ? day : open.AssignedOn, EndReason.Waived, reason, ct);
        var id = await db.Insert(
            """
            insert into certification_excuse(person_id, program_id, period_id, from_on, until_on, reason, file_sha256, file_name, file_type, by_id, recorded_at)
            values (@PersonId, @ProgramId, @period, @today, @UntilOn, @reason, @sha256, @Name, @Type, @by, @now) returning id
            """,
            new { excuse.PersonId, excuse.ProgramId, period = chain.Open?.Id, today, excuse.UntilOn, reason, sha256, excuse.Proof?.Name, excuse.Proof?.Type, by = actor.PersonId, now }, ct);
        if (excuse.UntilOn is { } last) await db.Execute("insert into certification_visit(person_id, at) values (@PersonId, @at)", new { excuse.PersonId, at = person.Zone.StartOfDay(last.AddDays(1)) }, ct);
        await audit.Write("certification.excused", $"person:{excuse.PersonId}", new { excuse = id, excuse.ProgramId, from = today, until = excuse.UntilOn, reason, proof = sha256 }, ct);
        await tx.Commit(ct);
        return null;
    }
}
