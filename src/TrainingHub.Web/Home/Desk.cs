using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Web.Home;

/// <summary>A figure that somebody answers for, with the page behind it.</summary>
/// <param name="Tone">ok, warn, bad or info.</param>
internal sealed record DeskFigure(long Count, string Text, string Url, string Tone);

/// <summary>What stands out today for HR, managers, trainers and administrators, each within the own scope.</summary>
internal sealed class Desk(Db db, IPolicyDays days, Actor me, Localizer T, TimeProvider clock)
{
    public async Task<IReadOnlyList<DeskFigure>> Figures(DateOnly today, CancellationToken ct)
    {
        var figures = new List<DeskFigure>();
        const string records = "records.view";
        if (me.Can(records))
        {
            var page = me.Roles.Contains(Roles.Hr) || me.Roles.Contains(Roles.Auditor) || me.Roles.Contains(Roles.Admin) ? "/hr/records" : "/team/records";
            var now = await days.Now(ct);
            var day = now.Of("d.policy_id", "@here");
            var arguments = new { viewer = me.Id, permission = records, today = now.Hub, dayBefore = now.Before, dayAfter = now.After, here = today, soon = today.AddDays(30) };
            Task<long> Count(string predicate) => db.Scalar<long>(
                $"""
                select count(*) from v_certification_period d join v_people_person p on p.id = d.person_id
                where p.left_on is null and d.ended_on is null and {predicate} and {PeopleScope.Sees("p.site_id", "p.department_id")}
                """, arguments, ct);
            figures.Add(new DeskFigure(await Count($"d.completed_on is null and d.due_on < {day}"), T["overdue"], page + "?status=overdue", "bad"));
            figures.Add(new DeskFigure(await Count($"d.completed_on is not null and d.expires_on between {day} and @soon"), T["expire within 30 days"], page + "?status=certified", "warn"));
            figures.Add(new DeskFigure(await Count($"d.completed_on is not null and d.expires_on >= {day}"), T["certifications in force"], page + "?status=certified", "ok"));
        }
        if (me.Can("platform.jobs"))
        {
            var failed = await db.Scalar<long>("select count(*) from platform_job where failures > 0", null, ct);
            var dead = await db.Scalar<long>("select count(*) from platform_work where state = 'dead'", null, ct);
            var held = await db.Scalar<long>("select count(*) from platform_work where state = 'held'", null, ct);
            if (held > 0) figures.Add(new DeskFigure(held, T["pieces of work are held back since the restore"], "/admin/work", "warn"));
            if (failed > 0) figures.Add(new DeskFigure(failed, T["jobs failed at their last run"], "/admin/jobs", "bad"));
            if (dead > 0) figures.Add(new DeskFigure(dead, T["pieces of work were given up"], "/admin/work", "bad"));
        }
        return figures;
    }

    public DateTimeOffset Now => clock.GetUtcNow();
}
