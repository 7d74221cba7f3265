using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Quizzes.Results;

/// <summary>/studio/results: everybody's submitted attempts within the viewer's scope, the latest first, by keyset.</summary>
[Requires(QuizzesPermissions.Results)]
internal sealed class ResultListModel(Db db, ResultQuery results, HubSettings settings) : HubPage
{
    private const int PageSize = 50;

    internal sealed record QuizChoice(long Id, string TitleZh, string TitleEn);

    public IReadOnlyList<ResultRow> Rows { get; private set; } = [];
    public IReadOnlyList<QuizChoice> Quizzes { get; private set; } = [];
    public ResultFilter Filter { get; private set; } = new();
    public string? NextUrl { get; private set; }
    public TimeZoneInfo Zone => settings.TimeZone;

    public async Task OnGetAsync(long? before, CancellationToken ct)
    {
        Filter = ResultFilter.Of(Request.Query);
        Quizzes = await db.Rows<QuizChoice>("select id, title_zh, title_en from v_quiz order by slug", null, ct);
        var rows = await results.Page(Filter, before, PageSize + 1, ct);
        Rows = [.. rows.Take(PageSize)];
        if (rows.Count > PageSize) NextUrl = $"/studio/results?{Filter.Query}&before={Rows[^1].Id}";
    }
}
