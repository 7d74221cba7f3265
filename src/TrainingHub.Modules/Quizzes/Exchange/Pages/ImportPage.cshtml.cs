using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>/studio/questions/import: choose a file and where its questions go; the preview follows.</summary>
[Requires(QuizzesPermissions.Edit)]
[RequestSizeLimit(ExchangeLimits.FileBytes + 64 * 1024)]
[RequestFormLimits(MultipartBodyLengthLimit = ExchangeLimits.FileBytes + 64 * 1024)]
internal sealed class ImportPageModel(Db db, KeepUpload keep) : HubPage
{
    internal sealed record CourseChoice(string Slug, string TitleZh, string TitleEn);

    public IReadOnlyList<CourseChoice> Courses { get; private set; } = [];

    [BindProperty(SupportsGet = true)] public string? Course { get; set; }
    [BindProperty] public string? Format { get; set; }
    [BindProperty] public string? Language { get; set; }
    [BindProperty] public string? Category { get; set; }

    public Task OnGetAsync(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostAsync(IFormFile? file, CancellationToken ct)
    {
        await Load(ct);
        if (file is null || file.Length == 0) return Refuse(Problem.Because("Choose a file that is not empty."));
        if (file.Length > ExchangeLimits.FileBytes) return Refuse(Problem.Because("The file is larger than {0} MB. Divide it.", ExchangeLimits.FileMegabytes));
        using var memory = new MemoryStream();
        await file.CopyToAsync(memory, ct);
        var kept = await keep.Handle(new NewUpload(file.FileName, memory.ToArray(), Format, Course, Language, Category), ct);
        return kept.Problem is { } problem ? Refuse(problem) : LocalRedirect($"/studio/questions/import/{kept.Value}");
    }

    private async Task Load(CancellationToken ct) => Courses = await db.Rows<CourseChoice>("select slug, title_zh, title_en from v_course order by slug", null, ct);
}
