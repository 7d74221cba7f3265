using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Quizzes.Settings;

/// <summary>/studio/quizzes: every quiz with how it is taken.</summary>
[Requires(QuizzesPermissions.Edit)]
internal sealed class QuizListModel(Db db) : HubPage
{
    private sealed record Row(long Id, string Slug, string TitleZh, string TitleEn, string Settings, int Number);

    internal sealed record Line(long Id, string Slug, string Title, int Number, QuizSettings Settings);

    public IReadOnlyList<Line> Lines { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) =>
        Lines = [.. (await db.Rows<Row>("select q.id, q.slug, q.title_zh, q.title_en, q.settings, v.number from v_quiz q join quizzes_quiz_version v on v.id = q.version_id order by q.slug", null, ct))
            .Select(r => new Line(r.Id, r.Slug, T.Pick(r.TitleZh, r.TitleEn), r.Number, QuizSettings.From(r.Settings)))];
}
