using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Assigning;

/// <summary>
/// Holds until the transaction ends what rules and deeds may change of these people: first how far the rules of each were worked out, by the person's number, then their
/// requirements, by theirs. Whoever writes about several people in one transaction calls it before anything else; so two of them never wait for each other.
/// SQLite has one writer, there it does nothing.
/// </summary>
internal sealed class LockPeople(Db db)
{
    public async Task Handle(IReadOnlyCollection<long> people, CancellationToken ct)
    {
        if (!db.InTransaction) throw new InvalidOperationException("A lock without a transaction is none.");
        if (db.Dialect.ForUpdate.Length == 0) return;
        var ids = people.ToArray();
        await db.Rows<long>($"select e.person_id from certification_person e where {db.Dialect.In("e.person_id", "ids")} order by e.person_id {db.Dialect.ForUpdate}", new { ids }, ct);
        await db.Rows<long>($"select q.id from certification_requirement q where {db.Dialect.In("q.person_id", "ids")} order by q.id {db.Dialect.ForUpdate}", new { ids }, ct);
    }
}
