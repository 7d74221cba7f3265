using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Certification.Programmes;

/// <summary>All programmes, with how the people in one's scope stand.</summary>
[Requires(CertificationPermissions.View)]
internal sealed class ProgramListModel(Db db, IPolicyDays days) : HubPage
{
    public IReadOnlyList<Row> Programs { get; private set; } = [];

    /// <param name="Held">Certified today, due for renewal included.</param>
    /// <param name="Late">Overdue, in grace or expired.</param>
    public sealed record Row(string Slug, string TitleZh, string TitleEn, string SummaryZh, string SummaryEn, long Assigned, long Held, long Late, long Rules);

    public async Task OnGetAsync(CancellationToken ct)
    {
        var today = await days.Now(ct);
        Programs = await db.Rows<Row>(
            $"""
            select v.slug, v.title_zh, v.title_en, v.summary_zh, v.summary_en, coalesce(x.assigned, 0) as assigned, coalesce(x.held, 0) as held, coalesce(x.late, 0) as late,
                   (select count(*) from v_certification_rule u where u.program_id = v.id and (u.ends_on is null or u.ends_on > @today)) as rules
            from v_certification_program v left join (
                select s.program_id, count(*) filter (where s.is_assigned) as assigned, count(*) filter (where s.status in ('certified', 'due-for-renewal')) as held,
                       count(*) filter (where s.is_assigned and s.status in ('overdue', 'expired', 'in-grace')) as late
                from (
                    select t.program_id, t.is_assigned, {Standing.Status(today)} as status
                    from v_certification_standing t join v_people_person p on p.id = t.person_id
                    where (p.left_on is null or p.left_on >= @today) and {PeopleScope.Sees("p.site_id", "p.department_id")}) s
                group by s.program_id) x on x.program_id = v.id
            order by v.slug
            """,
            new { viewer = Me.Id, permission = CertificationPermissions.View, today = today.Hub, dayBefore = today.Before, dayAfter = today.After }, ct);
    }
}
