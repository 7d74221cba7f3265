using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Marking;

/// <summary>/studio/marking: the answers in one's scope that wait for a trainer, by question, so that all answers to one are marked alike.</summary>
[Requires(QuizzesPermissions.Mark)]
internal sealed class MarkingQueueModel(Db db, HubSettings settings) : HubPage
{
    private sealed record Row(long QuestionId, string? TitleZh, string? TitleEn, string Kind, string Body, long Waiting, DateTimeOffset Since);

    internal sealed record Line(long QuestionId, string Course, IQuestionKind Kind, string Stem, long Waiting, DateTimeOffset Since);

    public IReadOnlyList<Line> Lines { get; private set; } = [];
    public TimeZoneInfo Zone => settings.TimeZone;

    public async Task OnGetAsync(CancellationToken ct)
    {
        var rows = await db.Rows<Row>(
            $"""
            select o.question_id, c.title_zh, c.title_en, v.kind, v.body, o.waiting, o.since
            from (
                select w.question_id, count(*) as waiting, min(a.marking_since) as since
                from quizzes_attempt a join v_people_person p on p.id = a.person_id
                join quizzes_slot s on s.attempt_id = a.id and s.mark is null join quizzes_question_version w on w.id = s.question_version_id and w.voided_at is null
                where a.graded_at is null and a.marking_since is not null and a.person_id <> @viewer and {PeopleScope.Sees("p.site_id", "p.department_id")}
                group by w.question_id) o
            join quizzes_question q on q.id = o.question_id join quizzes_question_version v on v.id = q.current_version_id left join v_course c on c.id = q.course_id
            order by o.since, o.question_id
            """, new { viewer = Me.Id, permission = QuizzesPermissions.Mark }, ct);
        Lines = [.. rows.Select(r => new Line(r.QuestionId, r.TitleZh is null ? "" : T.Pick(r.TitleZh, r.TitleEn!), QuestionKinds.Find(r.Kind), T.Pick(QuestionBody.From(r.Body).Stem), r.Waiting, r.Since))];
    }
}
