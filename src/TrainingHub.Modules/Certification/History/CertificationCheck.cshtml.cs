using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Certification.History;

/// <summary>What the last check of all certifications found: of people whom the reader sees.</summary>
[Requires(CertificationPermissions.Check)]
internal sealed class CertificationCheckModel(Db db, RunJobNow runNow, HubSettings settings) : HubPage
{
    private const int PageSize = 50;

    public sealed record Run(long Id, DateTimeOffset StartedAt, DateTimeOffset EndedAt, long Chains, long Periods, long Found);

    public sealed record Row(int Position, long PersonId, string Name, string? EmployeeNumber, string TitleZh, string TitleEn, int? Number, string Words);

    public sealed record Entry(Row Of, string Found, string Expected, string Remedy);

    public Run? Last { get; private set; }
    public IReadOnlyList<Entry> Problems { get; private set; } = [];
    public long Seen { get; private set; }
    public int? Next { get; private set; }

    /// <summary>Problems of people whom the reader does not see, or beyond those that are kept.</summary>
    public long Unseen => Last!.Found - Seen;

    public bool MayRun => Me.Can(PlatformPermissions.Jobs);

    public bool MaySeePeople => Me.Can(CertificationPermissions.View);

    public string Time(DateTimeOffset at) => T.Time(at, settings.TimeZone);

    public async Task OnGetAsync(int? after, CancellationToken ct)
    {
        Last = await db.Row<Run>("select id, started_at, ended_at, chains, periods, found from certification_check", null, ct);
        if (Last is null) return;
        var reach = new { Last.Id, after = after ?? -1, viewer = Me.Id, permission = CertificationPermissions.Check };
        var tables = $"certification_check_problem f join v_people_person p on p.id = f.person_id where f.check_id = @Id and {PeopleScope.Sees("p.site_id", "p.department_id")}";
        Seen = await db.Scalar<long>($"select count(*) from {tables}", reach, ct);
        var rows = await db.Rows<Row>(
            $"""
            select f.position, p.id as person_id, p.name, p.employee_number, v.title_zh, v.title_en, d.number, f.words
            from certification_check_problem f join v_people_person p on p.id = f.person_id join v_certification_program v on v.id = f.program_id left join certification_period d on d.id = f.period_id
            where f.check_id = @Id and {PeopleScope.Sees("p.site_id", "p.department_id")} and f.position > @after order by f.position limit {PageSize + 1}
            """, reach, ct);
        if (rows.Count > PageSize) Next = rows[PageSize - 1].Position;
        Problems = [.. rows.Take(PageSize).Select(Say)];
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!MayRun) return NotFound();
        return await runNow.Handle(CheckJob.Id, ct) is { } problem ? Refuse(problem) : Done("/admin/certification-check", "The check begins within a minute. Look here again then.");
    }

    private Entry Say(Row row)
    {
        var words = StoredWords.Read(row.Words);
        string In(StoredWords.Sentence sentence) => T[sentence.Template, [.. sentence.Arguments]];
        return new Entry(row, In(words.Found), In(words.Expected), In(words.Remedy));
    }
}
