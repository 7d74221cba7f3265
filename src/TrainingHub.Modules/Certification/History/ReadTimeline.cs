using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.History;

/// <summary>One thing that happened.</summary>
/// <param name="RecordedAt">When the hub learned of it.</param>
/// <param name="OnDay">The civil day on which it is true.</param>
/// <param name="HappenedAt">The instant at which it was done.</param>
/// <param name="UntilOn">A day that it sets.</param>
/// <param name="ByName">Who did it; null where it was the hub.</param>
internal sealed record TimelineRow(
    DateTimeOffset RecordedAt, string Kind, long? ProgramId, string? Slug, string? TitleZh, string? TitleEn, int? Number, DateOnly? OnDay, DateTimeOffset? HappenedAt, DateOnly? UntilOn,
    string? What, string? Why, int? RuleVersion, int? PolicyVersion, int? ProgramVersion, string? ByName);

internal sealed record TimelineProgram(string Slug, string TitleZh, string TitleEn);

/// <summary>All that happened to somebody's certifications, newest first: their own, or of somebody within the reader's scope.</summary>
internal sealed class ReadTimeline(Db db, Actor actor)
{
    /// <param name="program">A slug; null: all, and what belongs to no programme.</param>
    public Task<List<TimelineRow>> Handle(long person, string? program, int skip, int take, CancellationToken ct)
    {
        // One's own needs no scope; the page asks for a permission of its own.
        var scope = person == actor.PersonId ? "" : $"and exists (select 1 from v_people_person p where p.id = @person and {PeopleScope.Sees("p.site_id", "p.department_id")})";
        return db.Rows<TimelineRow>(
            $"""
            select x.recorded_at, x.kind, x.program_id, g.slug, g.title_zh, g.title_en, x.number, x.on_day, x.happened_at, x.until_on, x.what, x.why, x.rule_version, x.policy_version, x.program_version, b.name as by_name
            from (
            {TimelineSources.Sql}
            ) x left join v_certification_program g on g.id = x.program_id left join v_people_person b on b.id = x.by_id
            where (@program = '' or g.slug = @program) {scope}
            order by x.recorded_at desc, x.line desc, x.id desc limit @take offset @skip
            """, new { person, program = program ?? "", skip, take, viewer = actor.PersonId, permission = CertificationPermissions.View }, ct);
    }

    public Task<List<TimelineProgram>> Programs(long person, CancellationToken ct) => db.Rows<TimelineProgram>(
        "select v.slug, v.title_zh, v.title_en from v_certification_program v where v.id in (select q.program_id from certification_requirement q where q.person_id = @person) order by v.slug", new { person }, ct);
}
