using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>/studio/questions/proposals: what waits for a decision, the oldest first; and what became of one's own.</summary>
[Requires(QuizzesPermissions.Propose)]
internal sealed class ProposalListModel(Db db, HubSettings settings) : HubPage
{
    private sealed record Row(long Id, long? QuestionId, string Question, string State, DateTimeOffset ProposedAt, string? By, long ProposedBy);

    internal sealed record Line(long Id, string Stem, bool IsNew, string State, string When, string? By, bool IsOwn);

    public IReadOnlyList<Line> Waiting { get; private set; } = [];
    public IReadOnlyList<Line> Own { get; private set; } = [];
    public bool MayDecide => Me.Can(QuizzesPermissions.Edit);

    public async Task OnGetAsync(CancellationToken ct)
    {
        const string columns = "select r.id, r.based_on_id as question_id, r.question, r.state, r.proposed_at, p.name as by, r.proposed_by from quizzes_proposal r left join v_people_person p on p.id = r.proposed_by";
        if (MayDecide) Waiting = Lines(await db.Rows<Row>($"{columns} where r.state = 'waiting' order by r.proposed_at, r.id limit 200", null, ct));
        Own = Lines(await db.Rows<Row>($"{columns} where r.proposed_by = @Id order by r.id desc limit 100", new { Me.Id }, ct));
    }

    private List<Line> Lines(IEnumerable<Row> rows) =>
    [
        .. rows.Select(r =>
        {
            var draft = System.Text.Json.JsonSerializer.Deserialize<QuestionDraft>(r.Question, Json.Plain)!;
            return new Line(r.Id, QuestionKinds.Find(draft.Kind).Readable(T.Pick(draft.Body.Stem)), r.QuestionId is null, r.State, T.Time(r.ProposedAt, settings.TimeZone), r.By, r.ProposedBy == Me.Id);
        }),
    ];
}
