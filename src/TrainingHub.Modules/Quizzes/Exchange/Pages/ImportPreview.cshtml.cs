using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>/studio/questions/import/{id}: what the file would do, question by question; then do it.</summary>
[Requires(QuizzesPermissions.Edit)]
internal sealed class ImportPreviewModel(Db db, ApplyUpload apply) : HubPage
{
    public const int PageSize = 100;

    internal sealed record CourseHead(string Slug, string TitleZh, string TitleEn);

    public KeptUpload Upload { get; private set; } = null!;
    public ImportPlan Plan { get; private set; } = null!;
    public CourseHead? Course { get; private set; }
    public int From { get; private set; }

    /// <summary>What is newer than this, nobody has seen on this page.</summary>
    public long Seen { get; private set; }

    /// <summary>Questions written while the import is under way, by what the bank has already.</summary>
    public int Left => Plan.Items.Count(i => i.Writes);

    public async Task<IActionResult> OnGetAsync(long id, int from, CancellationToken ct)
    {
        Seen = await apply.NewestVersion(ct);
        if (await apply.Find(id, ct) is not { } upload || await apply.Plan(upload, ct) is not { } plan) return NotFound();
        (Upload, Plan, From) = (upload, plan, Math.Clamp(from, 0, Math.Max(0, plan.Items.Count - 1)) / PageSize * PageSize);
        Course = await db.Row<CourseHead>("select slug, title_zh, title_en from v_course where id = @CourseId", new { upload.CourseId }, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(long id, long? seen, CancellationToken ct)
    {
        if (await apply.Handle(id, seen, ct) is { } problem) return problem.Code == "not-found" ? NotFound() : Refuse(problem);
        return LocalRedirect($"/studio/questions/import/{id}");
    }
}
