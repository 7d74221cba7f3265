using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Quizzes.Attempts;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Exams;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.History;

/// <summary>
/// /studio/attempts/{id}/history: every answer of an attempt as it came, and every check, in the order the hub received them; for trainers and auditors.
/// Who may, lets late answers and an attempt that was not submitted in time count.
/// </summary>
[Requires(QuizzesPermissions.Results)]
internal sealed class AttemptHistoryModel(Db db, AcceptLateAnswer accept, CountAbandoned count, HubSettings settings) : HubPage
{
    internal sealed record Head(long Id, long PersonId, string Name, string TitleZh, string TitleEn, int Number, string State, DateTimeOffset StartedAt, DateTimeOffset? DeadlineAt, DateTimeOffset? GraceUntil, DateTimeOffset? SubmittedAt, bool? Passed, bool MayAccept);

    private sealed record Row(long Id, int Slot, string Kind, string Body, string OptionOrder, long Sequence, string Device, string Answer, string Language, int? Certainty, DateTimeOffset? ClaimedAt, DateTimeOffset ReceivedAt,
        string Outcome, long? CountingId, DateTimeOffset? CheckedAt, long? CheckedMark, long MaxMark, DateTimeOffset? AcceptedAt, string? AcceptedBy, string? Reason, bool IsOutside);

    /// <param name="Device">A short name for telling devices apart: A, B, C in the order they came.</param>
    /// <param name="Clock">Minutes by which the device's clock was ahead of the hub's; null where it said nothing, or agreed.</param>
    internal sealed record Line(long Id, int Slot, long Sequence, string Device, string Text, string Language, int? Certainty, DateTimeOffset ReceivedAt, int? Clock, string Outcome, bool Counts,
        DateTimeOffset? CheckedAt, bool WasRight, DateTimeOffset? AcceptedAt, string? AcceptedBy, string? Reason, bool IsOutside)
    {
        /// <summary>It counts only when somebody accepts it.</summary>
        public bool IsRefused => Outcome is "late" or "paused";
    }

    private const int PageSize = 200;

    public Head Attempt { get; private set; } = null!;
    public IReadOnlyList<Line> Lines { get; private set; } = [];
    public IReadOnlyList<InterventionLine> Interventions { get; private set; } = [];
    public string Reason { get; private set; } = "";

    /// <summary>The last answer shown, where more follow it.</summary>
    public long? Next { get; private set; }

    public TimeZoneInfo Zone => settings.TimeZone;

    /// <summary>One's own is shown as to any learner: here each check says whether it was right.</summary>
    private bool IsOwn => Attempt.PersonId == Me.Id;

    public string Clock(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone).ToString("yyyy-MM-dd HH:mm:ss", T.Culture);

    public async Task<IActionResult> OnGetAsync(long id, long? after, CancellationToken ct) => !await Load(id, ct, after) ? NotFound() : IsOwn ? Redirect($"/learn/attempts/{id}") : Page();

    public async Task<IActionResult> OnPostAcceptAsync(long id, long answer, string? reason, CancellationToken ct)
    {
        if (!await Load(id, ct) || IsOwn || !Attempt.MayAccept) return NotFound();
        Reason = reason ?? "";
        var problem = await accept.Handle(id, answer, Reason, ct);
        return problem is null ? Done($"/studio/attempts/{id}/history", "The answer counts. The attempt was marked anew.") : Refuse(problem);
    }

    public async Task<IActionResult> OnPostCountAsync(long id, string? reason, CancellationToken ct)
    {
        if (!await Load(id, ct) || IsOwn || !Attempt.MayAccept) return NotFound();
        Reason = reason ?? "";
        var problem = await count.Handle(id, Reason, ct);
        return problem is null ? Done($"/studio/attempts/{id}/history", "The attempt counts, with what was saved in time.") : Refuse(problem);
    }

    private async Task<bool> Load(long id, CancellationToken ct, long? after = null)
    {
        var head = await db.Row<Head>(
            $"""
            select a.id, a.person_id, p.name, v.title_zh, v.title_en, a.number, a.state, a.started_at, a.deadline_at, a.grace_until, a.submitted_at, a.passed,
                   case when {PeopleScope.Sees("p.site_id", "p.department_id").Replace("@permission", "@accept", StringComparison.Ordinal)} then true else false end as may_accept
            from quizzes_attempt a join v_people_person p on p.id = a.person_id join quizzes_quiz_version v on v.id = a.quiz_version_id
            where a.id = @id and a.is_practice = false and {PeopleScope.Sees("p.site_id", "p.department_id")}
            """, new { id, viewer = Me.Id, permission = QuizzesPermissions.Results, accept = QuizzesPermissions.Accommodate }, ct);
        if (head is null) return false;
        Attempt = head;
        var rows = await db.Rows<Row>(
            $"""
            select n.id, n.slot, v.kind, v.body, s.option_order, n.sequence, n.device, n.answer, n.language, n.certainty, n.claimed_at, n.received_at,
                   n.outcome, s.answer_id as counting_id, c.checked_at, c.mark as checked_mark, v.max_mark, l.accepted_at, b.name as accepted_by, l.reason, coalesce(n.is_outside, false) as is_outside
            from quizzes_answer n join quizzes_slot s on s.attempt_id = n.attempt_id and s.slot = n.slot join quizzes_question_version v on v.id = {MarkingVersion.Id}
            left join quizzes_check c on c.answer_id = n.id left join quizzes_late_accepted l on l.answer_id = n.id left join v_people_person b on b.id = l.accepted_by
            where n.attempt_id = @id and n.id > @after order by n.id limit @limit
            """, new { id, after = after ?? 0, limit = PageSize + 1 }, ct);
        if (rows.Count > PageSize)
        {
            rows.RemoveAt(PageSize);
            Next = rows[^1].Id;
        }
        var devices = (await db.Rows<string>("select device from quizzes_answer where attempt_id = @id group by device order by min(id)", new { id }, ct))
            .Select((d, i) => (d, i)).ToDictionary(p => p.d, p => p.i < 26 ? $"{(char)('A' + p.i)}" : $"{p.i + 1}");
        Lines = [.. rows.Select(r => new Line(r.Id, r.Slot, r.Sequence, devices[r.Device], Words(r), r.Language, r.Certainty, r.ReceivedAt, Ahead(r), r.Outcome, r.CountingId == r.Id,
            r.CheckedAt, r.CheckedMark == r.MaxMark, r.AcceptedAt, r.AcceptedBy, r.Reason, r.IsOutside))];
        Interventions = await InterventionLine.Of(db, id, ct);
        return true;
    }

    private static int? Ahead(Row row) => row.ClaimedAt is { } claimed && Math.Abs((claimed - row.ReceivedAt).TotalMinutes) >= 2 ? (int)Math.Round((claimed - row.ReceivedAt).TotalMinutes) : null;

    /// <summary>The answer in words, without saying whether it is right: the result page does that.</summary>
    private string Words(Row row)
    {
        var kind = QuestionKinds.Find(row.Kind);
        var answer = JsonSerializer.Deserialize<JsonElement>(row.Answer);
        if (!kind.IsAnswered(answer)) return T["taken back"];
        return Words(kind.Review(QuestionPaper.Of(QuestionBody.From(row.Body).Content, row.OptionOrder), answer, showsKey: false, T), T);
    }

    private static string Words(ReviewedQuestion question, Localizer t)
    {
        var chosen = question.Options.Where(o => o.IsChosen).Select(o => o.Text);
        var parts = question.Parts.Where(p => p.Given is not null || p.Question is not null).Select(p => $"{p.Text}: {(p.Question is null ? p.Given : Words(p.Question, t))}");
        var all = chosen.Concat(parts).Append(question.Text ?? "").Append(question.Photo is null ? "" : t["a photo"]).Where(w => w.Length > 0);
        return string.Join(t.IsChinese ? "；" : "; ", all);
    }
}
