using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Recalculating;

/// <summary>A recalculation that is under way.</summary>
/// <param name="Number">Of the policy that current periods get.</param>
/// <param name="Expected">Whose dates were to move, by the preview.</param>
internal sealed record Recalculation(long Id, long ProgramId, long PolicyId, int Number, int Expected, int Moved, long? AskedBy)
{
    private const string Columns = "c.id, c.program_id, c.policy_id, y.number, c.expected, c.moved, c.asked_by";

    /// <summary>Null where it is done, or a later one has taken its place.</summary>
    public static Task<Recalculation?> Current(Db db, long id, CancellationToken ct) => db.Row<Recalculation>(
        $"""
        select {Columns} from certification_recalculation c join certification_policy y on y.id = c.policy_id
        where c.id = @id and c.done_at is null and not exists (select 1 from certification_recalculation x where x.program_id = c.program_id and x.id > c.id)
        """, new { id }, ct);

    /// <summary>Of a programme; null where none is under way.</summary>
    public static Task<Recalculation?> Of(Db db, long programId, CancellationToken ct) => db.Row<Recalculation>(
        $"""
        select {Columns} from certification_recalculation c join certification_policy y on y.id = c.policy_id
        where c.program_id = @programId and c.done_at is null and not exists (select 1 from certification_recalculation x where x.program_id = c.program_id and x.id > c.id)
        """, new { programId }, ct);
}
