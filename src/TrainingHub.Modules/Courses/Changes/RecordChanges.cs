using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Courses.Changes;

/// <summary>Writes down what a publishing changed in the standard, still to be judged. Inside the publishing's transaction, before the course shows the new version.</summary>
internal sealed class RecordChanges(Db db)
{
    public const string Columns = "code, trades, title_zh, title_en, text_zh, text_en";

    public async Task Handle(long courseId, long versionId, CancellationToken ct)
    {
        if (await db.Scalar<long?>("select current_version_id from courses_course where id = @courseId", new { courseId }, ct) is not { } from) return;
        foreach (var change in ClauseDifference.Between(await Clauses(from, ct), await Clauses(versionId, ct)))
        {
            await db.Execute("insert into courses_clause_change(version_id, from_version_id, clause, change) values (@versionId, @from, @Code, @Change)",
                new { versionId, from, change.Code, change.Change }, ct);
        }
    }

    private Task<List<ClauseText>> Clauses(long versionId, CancellationToken ct) =>
        db.Rows<ClauseText>($"select {Columns} from courses_clause where version_id = @versionId order by position", new { versionId }, ct);
}
