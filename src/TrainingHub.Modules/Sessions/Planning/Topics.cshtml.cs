using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Sessions.Planning;

/// <summary>/studio/sessions/topics: what sessions may be about.</summary>
[Requires(SessionsPermissions.Plan)]
internal sealed class TopicsModel(Db db, SaveTopic save) : HubPage
{
    public sealed record Topic(string Slug, string TitleZh, string TitleEn, int Sessions);

    public IReadOnlyList<Topic> Topics { get; private set; } = [];

    [BindProperty] public string? Slug { get; set; }
    [BindProperty] public string? TitleZh { get; set; }
    [BindProperty] public string? TitleEn { get; set; }

    /// <summary>The one whose titles were refused: its form shows again what was typed.</summary>
    public string? Refused { get; private set; }

    public Task OnGetAsync(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct) =>
        await save.Add(Slug, TitleZh, TitleEn, ct) is { } problem ? await Again(problem, ct) : Done("/studio/sessions/topics", "The topic “{0}” is added.", T.Pick(TitleZh!.Trim(), TitleEn!.Trim()));

    public async Task<IActionResult> OnPostRenameAsync(CancellationToken ct)
    {
        if (await save.Rename(Slug ?? "", TitleZh, TitleEn, ct) is not { } problem) return Done("/studio/sessions/topics", "Saved.");
        Refused = Slug;
        return await Again(problem, ct);
    }

    private async Task<IActionResult> Again(Problem problem, CancellationToken ct)
    {
        await Load(ct);
        return Refuse(problem);
    }

    private async Task Load(CancellationToken ct) => Topics = await db.Rows<Topic>(
        "select o.slug, o.title_zh, o.title_en, (select count(*) from sessions_session s where s.topic_id = o.id) as sessions from sessions_topic o order by o.slug", null, ct);
}
