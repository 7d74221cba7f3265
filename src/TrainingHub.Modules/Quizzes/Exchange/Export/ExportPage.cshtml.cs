using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>/studio/questions/export: choose a format, see what it can't hold, take the file.</summary>
[Requires(QuizzesPermissions.Edit)]
internal sealed class ExportPageModel(Db db, ExportItems export) : HubPage
{
    internal sealed record CourseChoice(long Id, string Slug, string TitleZh, string TitleEn);

    public IReadOnlyList<CourseChoice> Courses { get; private set; } = [];
    public string? Course { get; private set; }
    public string Format { get; private set; } = ReadItems.Gift;
    public string Language { get; private set; } = "";
    public WrittenItems? Written { get; private set; }
    public int Count { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? course, string? format, string? language, bool download, CancellationToken ct)
    {
        Courses = await db.Rows<CourseChoice>("select id, slug, title_zh, title_en from v_course order by slug", null, ct);
        Language = Platform.Text.Languages.All.Contains(language) ? language! : T.Language;
        Course = course;
        if (format is null) return Page();
        if (!ExportItems.Formats.Contains(format)) return NotFound();
        Format = format;
        long? courseId = null;
        if (!string.IsNullOrEmpty(course))
        {
            if (Courses.FirstOrDefault(c => c.Slug == course) is not { } known) return NotFound();
            courseId = known.Id;
        }
        (Written, Count) = await export.Handle(new ExportAsked(format, courseId, Language), ct);
        return download ? File(Written.Bytes, "application/octet-stream", (string.IsNullOrEmpty(course) ? "questions" : course) + ExportItems.Extension(format)) : Page();
    }

    /// <summary>The table with an example of each kind.</summary>
    public IActionResult OnGetTemplate(string format) => format is ReadItems.Csv or ReadItems.Xlsx
        ? File(ExportItems.Write(format, ExportItems.Template()).Bytes, "application/octet-stream", "template" + ExportItems.Extension(format)) : NotFound();
}
