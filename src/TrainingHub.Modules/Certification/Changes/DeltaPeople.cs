using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Certification.Changes;

/// <param name="Quiz">none: there is no question on it; open, passed, failed (all attempts used), missed (its time is over)</param>
internal sealed record DeltaPerson(long Id, string? EmployeeNumber, string Name, string SiteName, DateTimeOffset AssignedAt, DateOnly DueOn, DateTimeOffset? ReadAt, string Quiz)
{
    public bool IsDone => ReadAt is not null && Quiz is "none" or "passed";
}

internal sealed record DeltaCount(int Asked, int Done);

/// <summary>How far those who were asked to learn a change are, of the people the viewer reaches.</summary>
internal sealed class DeltaPeople(Db db)
{
    /// <summary>Over the person m of the delta t, whose sitting is s.</summary>
    public const string Quiz =
        """
        case when t.schedule_id is null then 'none'
             when exists (select 1 from v_quiz_attempt a where a.schedule_id = t.schedule_id and a.person_id = m.person_id and a.passed = true) then 'passed'
             when s.attempts <= (select count(*) from v_quiz_attempt a where a.schedule_id = t.schedule_id and a.person_id = m.person_id and a.state in ('finished', 'abandoned')) then 'failed'
             when s.state = 'open' then 'open' else 'missed' end
        """;

    public const string From = "certification_delta_person m join certification_delta t on t.id = m.delta_id left join v_quiz_schedule_person s on s.schedule_id = t.schedule_id and s.person_id = m.person_id";

    public Task<List<DeltaPerson>> Of(long versionId, long viewer, string permission, CancellationToken ct) => db.Rows<DeltaPerson>(
        $"""
        select p.id, p.employee_number, p.name, p.site_name, t.assigned_at, t.due_on, m.read_at, {Quiz} as quiz
        from {From} join v_people_person p on p.id = m.person_id
        where m.version_id = @versionId and {PeopleScope.Sees("p.site_id", "p.department_id")} order by p.name_sort, p.id
        """, new { versionId, viewer, permission }, ct);

    /// <summary>How many were asked, and how many are done with it; without reading who.</summary>
    public async Task<DeltaCount> Count(long versionId, long viewer, string permission, CancellationToken ct) => (await db.Row<DeltaCount>(
        $"""
        select count(*) as asked, count(case when x.read_at is not null and x.quiz in ('none', 'passed') then 1 end) as done
        from (select m.read_at, {Quiz} as quiz from {From} join v_people_person p on p.id = m.person_id where m.version_id = @versionId and {PeopleScope.Sees("p.site_id", "p.department_id")}) x
        """, new { versionId, viewer, permission }, ct))!;

    public static string Word(string quiz, Localizer t) => quiz switch { "none" => t["No question on it"], "passed" => t["Passed"], "failed" => t["Not passed"], "missed" => t["Not taken in time"], _ => t["Still open"] };

    public static string Css(string quiz) => quiz switch { "passed" => "status status-ok", "failed" or "missed" => "status status-bad", "open" => "status status-warn", _ => "status" };
}
