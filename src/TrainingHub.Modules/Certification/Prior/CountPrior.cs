using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Credentials;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Certification.Prior;

/// <param name="What">A leaf of what is asked: "quiz:grooming".</param>
/// <param name="LearnedOn">When it was learned. It counts from the moment HR says so; what was learned decides whose text of a standard it rests on.</param>
/// <param name="Note">What shows it.</param>
internal sealed record PriorLearning(long PersonId, long ProgramId, string? What, DateOnly? LearnedOn, string? Note);

/// <summary>Counts for one part of an open period what its person had learned elsewhere. For this period alone: the next one asks for it again, and no other programme hears of it.</summary>
internal sealed class CountPrior(Db db, Chains chains, CatchUp catchUp, OpenRenewal openRenewal, OpenRequirement open, IEvidence evidence, IPersonDirectory people, BlobStore blobs, Audit audit, Actor actor, TimeProvider clock)
{
    public static string Reference(long id) => $"prior:{id}";

    public async Task<Problem?> Handle(PriorLearning prior, ProofFile proof, CancellationToken ct)
    {
        if (prior.PersonId == actor.PersonId) return Problem.Because("Somebody else must count what you had learned before.");
        var (note, unsaid) = ReasonText.Read(prior.Note, Problem.Because("Write what shows that it was learned."));
        if (unsaid is not null) return unsaid;
        if (await people.Find(prior.PersonId, ct) is not { } person) return Problem.NotFound("There is no such person.");
        var now = clock.GetUtcNow();
        var when = AsOf.Of(now, person.Zone);
        if (prior.LearnedOn is not { } learnedOn) return Problem.Because("Give the day on which it was learned.");
        if (learnedOn.Year < 1950) return Problem.Because("Check the year: {0} is not possible here.", learnedOn.Year);
        if (learnedOn > when.Day) return Problem.Because("It can't have been learned in the future. Correct the date.");

        var sha256 = await blobs.Put(proof.Bytes, ct);
        await using var tx = await db.Begin(ct);
        await catchUp.Handle(prior.PersonId, ct);
        if (await chains.LockOf(prior.PersonId, prior.ProgramId, ct) is not { } chain) return Problem.NotFound("There is no such certification.");
        if (await openRenewal.IfDue(chain, when, ct)) chain = (await chains.Lock(chain.Requirement.Id, ct))!;
        if (chain.Open is not { } period) return Problem.Conflict("Nothing of this programme is to be done by this person now, so there is nothing to count it for.");
        if ((await open.Leaves(period.Id, chain.CountingDay(period, when), ct)).FirstOrDefault(l => $"{l.Kind}:{l.Key}" == prior.What) is not { } leaf) return Problem.Because("Choose what it stands for, out of what is still to be done.");
        var id = await db.Insert(
            """
            insert into certification_prior(period_id, person_id, kind, key, learned_on, note, file_sha256, file_name, file_type, by_id, recorded_at)
            values (@period, @PersonId, @Kind, @Key, @learnedOn, @note, @sha256, @Name, @Type, @by, @now) returning id
            """,
            new { period = period.Id, prior.PersonId, leaf.Kind, leaf.Key, learnedOn, note, sha256, proof.Name, proof.Type, by = actor.PersonId, now }, ct);
        var learned = person.Zone.StartOfDay(learnedOn);
        await evidence.Record([new Deed(prior.PersonId, leaf.Kind, leaf.Key, now, Reference(id), learned < now ? learned : now, period.Id)], ct);
        await audit.Write("certification.prior-counted", $"person:{prior.PersonId}", new { prior = id, period = period.Id, prior.ProgramId, what = prior.What, learnedOn, note, proof = sha256 }, ct);
        await tx.Commit(ct);
        return null;
    }
}
