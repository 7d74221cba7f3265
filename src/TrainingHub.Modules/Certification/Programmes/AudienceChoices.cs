using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Programmes;

internal sealed record Choice(string Kind, string Code, string NameZh, string NameEn);

/// <summary>The sites, departments and positions that an audience can name, for forms.</summary>
internal sealed class AudienceChoices(Db db)
{
    /// <param name="viewer">Only sites in this person's scope, and their departments.</param>
    public async Task<ILookup<string, Choice>> All(long viewer, string permission, CancellationToken ct) =>
        (await db.Rows<Choice>(
            $"""
            select x.kind, x.code, x.name_zh, x.name_en from (
                select 'site' as kind, 1 as sort, s.code, s.name as name_zh, s.name as name_en from v_people_site s where {PeopleScope.Sees("s.id", "0")}
                union all select distinct 'department', 2, d.code, d.name, d.name from v_people_department d where {PeopleScope.Sees("d.site_id", "d.id")}
                union all select 'position', 3, o.code, o.name_zh, o.name_en from v_people_position o) x
            order by x.sort, x.code
            """,
            new { viewer, permission }, ct)).ToLookup(c => c.Kind);
}
