using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Programmes;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Changes;

/// <summary>A course version with material changes.</summary>
internal sealed record ChangedVersion(long VersionId, long CourseId, string Slug, string TitleZh, string TitleEn, int Number, DateTimeOffset PublishedAt);

/// <summary>
/// Who holds a valid certification that rests on the old text of a changed standard: evidence on that course in the period that counts, begun before the new text was
/// there, and nothing of the new text seen since. A quiz was seen when it was begun, whenever it was submitted; of a reading the lessons that teach what has changed decide; signed is
/// what was signed then, and who has signed all of the new text since knows it.
/// </summary>
internal sealed class Affected(Db db, IPolicyDays days)
{
    public sealed record Person(long Id, string? EmployeeNumber, string Name, string SiteName);

    public Task<ChangedVersion?> Version(long versionId, CancellationToken ct) => db.Row<ChangedVersion>(
        """
        select distinct k.version_id, k.course_id, c.slug, c.title_zh, c.title_en, k.number, k.published_at
        from v_course_clause_change k join v_course c on c.id = k.course_id where k.version_id = @versionId and k.severity = 'material'
        """, new { versionId }, ct);

    /// <summary>Those who have not been asked yet, of the people that the viewer reaches with this permission.</summary>
    public async Task<List<Person>> NotAsked(ChangedVersion version, long viewer, string permission, int most, CancellationToken ct)
    {
        var day = await days.Now(ct);
        return await db.Rows<Person>(
            $"select p.id, p.employee_number, p.name, p.site_name from v_people_person p where {IsNotAsked(day)} order by p.name_sort, p.id limit {most}", Args(version, day, viewer, permission), ct);
    }

    public async Task<int> CountNotAsked(ChangedVersion version, long viewer, string permission, CancellationToken ct)
    {
        var day = await days.Now(ct);
        return await db.Scalar<int>($"select count(*) from v_people_person p where {IsNotAsked(day)}", Args(version, day, viewer, permission), ct);
    }

    /// <summary>Writes them all down as asked, each once for the version; their ids.</summary>
    public async Task<List<long>> Ask(long deltaId, ChangedVersion version, long viewer, string permission, CancellationToken ct)
    {
        var day = await days.Now(ct);
        return await db.Rows<long>(
            $"""
            insert into certification_delta_person(delta_id, version_id, person_id)
            select {deltaId}, @VersionId, p.id from v_people_person p where {IsNotAsked(day)} order by p.id
            on conflict (version_id, person_id) do nothing returning person_id
            """, Args(version, day, viewer, permission), ct);
    }

    private static object Args(ChangedVersion v, PolicyToday day, long viewer, string permission) =>
        new { v.VersionId, v.CourseId, v.Slug, v.PublishedAt, viewer, permission, today = day.Hub, dayBefore = day.Before, dayAfter = day.After };

    /// <summary>The clauses that changed, as evidence of signing names them.</summary>
    private const string Changed = "select @Slug || '/' || k.clause from v_course_clause_change k where k.version_id = @VersionId and k.severity = 'material'";

    private static string Day(PolicyToday day) => day.Of("d.policy_id", day.AtSite("p.site_id"));

    /// <summary>A predicate over the person p.</summary>
    private static string IsNotAsked(PolicyToday day) =>
        $"""
        (p.left_on is null or p.left_on >= {day.AtSite("p.site_id")}) and {PeopleScope.Sees("p.site_id", "p.department_id")}
        and not exists (select 1 from certification_delta_person m where m.version_id = @VersionId and m.person_id = p.id)
        and p.id in (
            select d.person_id from v_certification_evidence e join v_certification_period d on d.id = e.period_id
            left join v_quiz_attempt a on a.id = case when e.kind = 'quiz' and e.reference like 'attempt:%' then cast(substr(e.reference, 9) as bigint) end
            where (e.kind = 'course' and e.evidence_key = @Slug or e.kind = 'signed' and (e.evidence_key = @Slug or e.evidence_key in ({Changed})) or e.kind = 'quiz' and e.evidence_key in (select q.slug from v_quiz q where q.course_id = @CourseId))
              and (e.reference like 'completion:%' or coalesce(a.started_at, e.seen_at) < @PublishedAt)
              and d.completed_on is not null and d.valid_from <= {Day(day)} and (d.expires_on is null or d.expires_on >= {Day(day)}) and (d.ended_on is null or d.ended_on > {Day(day)}))
        and not exists (
            select 1 from v_quiz_attempt a join v_quiz q on q.id = a.quiz_id left join v_quiz_schedule s on s.id = a.schedule_id
            where q.course_id = @CourseId and a.person_id = p.id and a.passed = true and a.started_at >= @PublishedAt and coalesce(s.is_whole, true) = true)
        and not exists (
            select 1 from certification_deed g where g.person_id = p.id and g.kind = 'signed' and g.key = @Slug and g.occurred_at >= @PublishedAt and g.taken_back_at is null)
        and exists (
            select 1 from v_course_clause_change k where k.version_id = @VersionId and k.severity = 'material' and not exists (
                select 1 from certification_deed g where g.person_id = p.id and g.kind = 'signed' and g.key = @Slug || '/' || k.clause and g.occurred_at >= @PublishedAt and g.taken_back_at is null))
        and not exists (
            select 1 from v_course_completion c
            where c.course_id = @CourseId and c.person_id = p.id and c.completed_at >= @PublishedAt and not exists (
                select 1 from v_course_reading r join v_course_lesson l on l.version_id = @VersionId and l.slug = r.lesson join v_course_lesson_clause t on t.lesson_id = l.id
                join v_course_clause_change k on k.version_id = @VersionId and k.clause = t.clause and k.severity = 'material'
                where r.course_id = @CourseId and r.person_id = p.id and r.round = c.round and r.completed_at < @PublishedAt))
        """;
}
