using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.People.Tags;

internal sealed record TagRow(string Tag, DateOnly FromOn, DateOnly? ToOn);

/// <summary>Somebody's tags, on their page.</summary>
/// <param name="InUse">Held by people whom the viewer may change: the same word for the same thing is what makes a tag useful.</param>
internal sealed record TagsView(long PersonId, IReadOnlyList<TagRow> Present, IReadOnlyList<TagRow> Past, IReadOnlyList<string> InUse, bool MayEdit, string? Typed = null, DateOnly? Until = null)
{
    public static async Task<TagsView> Of(Db db, IAudiences audiences, Actor actor, long personId, DateOnly today, bool mayEdit, CancellationToken ct)
    {
        var rows = await db.Rows<TagRow>("select tag, from_on, to_on from people_tag where person_id = @personId order by from_on desc, id desc", new { personId }, ct);
        var inUse = mayEdit ? await audiences.TagsInUse(actor.Id, PeoplePermissions.Edit, today, ct) : [];
        return new TagsView(personId, [.. rows.Where(r => !(r.ToOn < today)).OrderBy(r => r.Tag, StringComparer.Ordinal)], [.. rows.Where(r => r.ToOn < today)], inUse, mayEdit);
    }
}
