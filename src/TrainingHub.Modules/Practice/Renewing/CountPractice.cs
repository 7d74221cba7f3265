using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.Practice.Renewing;

/// <summary>A period that asks for practice was opened, perhaps late.</summary>
internal sealed record PracticeAsked(long PersonId)
{
    public const string Work = "Practice.Asked";
}

/// <summary>
/// Records that every clause of a course was answered right in practice, for whose certification asks for that: at the time of the last clause's first right answer, with that
/// attempt as the reference, so that it is the same deed however often and late it is worked out.
/// </summary>
internal sealed class CountPractice(Db db, AskedClauses asked, IEvidence evidence, IPersonDirectory people) : IConsumer<PracticeAsked>
{
    public Task Handle(PracticeAsked payload, WorkItem item, CancellationToken ct) => Handle(payload.PersonId, ct);

    public async Task Handle(long personId, CancellationToken ct)
    {
        if (await people.Find(personId, ct) is not { } person) return;
        List<Deed> deeds = [];
        foreach (var course in (await asked.Courses(personId, person.Language, ct)).GroupBy(c => c.Slug))
        {
            foreach (var one in course)
            {
                // A deed counts for every period that counts from before it: of two that ask, the later one must be met by it too.
                if (one.Completed is not { } last || course.Any(other => other.Since > one.Since && other.Since <= last.At && other.Completed != last)) continue;
                var seen = one.FirstRight.Values.OfType<RightAnswer>().Min(r => r.At);
                deeds.Add(new Deed(personId, PractisedKind.Name, one.Slug, last.At, $"practice:{last.AttemptId}", seen));
            }
        }
        if (deeds.Count == 0) return;
        await using var tx = await db.Begin(ct);
        await evidence.Record([.. deeds.Distinct()], ct);
        await tx.Commit(ct);
    }
}
