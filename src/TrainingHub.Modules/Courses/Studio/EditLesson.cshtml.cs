using System.Text;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Courses.Content;
using TrainingHub.Modules.Courses.Content.Remarks;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Studio;

/// <summary>One lesson's two files, side by side, as they stand in the course folder: so a fault's line is the line one sees.</summary>
[Requires(CoursesPermissions.Edit)]
internal sealed class EditLessonModel(ICourseDrafts drafts, PutDraftFiles putFiles, CheckContent check, LessonHtml html) : HubPage
{
    /// <param name="Text">As typed, with \n.</param>
    /// <param name="Stamp">Of the file this text was based on.</param>
    /// <param name="Theirs">After a conflict: what somebody else saved meanwhile.</param>
    /// <param name="Html">In a preview.</param>
    public sealed record Side(string Language, string Path, string Text, string Stamp, string? Theirs, string? Html);

    public string Slug { get; private set; } = "";
    public string Lesson { get; private set; } = "";
    public bool IsDraft { get; private set; }
    public IReadOnlyList<Side> Sides { get; private set; } = [];
    public IReadOnlyList<Fault> Faults { get; private set; } = [];
    public IReadOnlyList<Remark> Remarks { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string slug, string lesson, CancellationToken ct)
    {
        if (await Load(slug, lesson, ct) is not { } draft) return NotFound();
        if (draft.IsDraft) Check(draft);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string slug, string lesson, string? zh, string? en, string? zhStamp, string? enStamp, CancellationToken ct)
    {
        if (await Load(slug, lesson, ct) is not { } draft) return NotFound();
        var typed = Typed(zh, en, zhStamp, enStamp);
        // Untouched text is not written: a browser changes line ends, and that alone is no change.
        var changes = typed.Where(s => s.Text != draft.Folder.Text(s.Path)).Select(s => new DraftFile(s.Path, Encoding.UTF8.GetBytes(s.Text), s.Stamp)).ToList();
        var put = await putFiles.Handle(slug, changes, ct);
        if (put.Problem is not { } problem) return Done($"/studio/courses/{slug}/lessons/{lesson}", changes.Count == 0 ? "Nothing was changed." : "Saved in the draft. Learners see it once it is published.");
        // What was typed stays; saving again is then based on what the other trainer wrote.
        Sides = [.. typed.Select(s => draft.Stamp(s.Path) == s.Stamp ? s : s with { Stamp = draft.Stamp(s.Path), Theirs = draft.Folder.Text(s.Path) })];
        return Refuse(problem);
    }

    public async Task<IActionResult> OnPostPreviewAsync(string slug, string lesson, string? zh, string? en, string? zhStamp, string? enStamp, CancellationToken ct)
    {
        if (await Load(slug, lesson, ct) is not { } draft) return NotFound();
        var files = new SortedDictionary<string, byte[]>(draft.Folder.Files.ToDictionary(), StringComparer.Ordinal);
        var typed = Typed(zh, en, zhStamp, enStamp);
        foreach (var side in typed) files[side.Path] = Encoding.UTF8.GetBytes(side.Text);
        var context = TextContext.OfDraft(draft.Folder with { Files = files });
        Sides = [.. typed.Select(s => s with { Html = TradeBoxes.Choose(html.Render(LessonFile.Read(slug, s.Path, s.Text, new Faults())?.Markdown ?? s.Text, s.Language, context), OwnTrades.Every) })];
        Check(draft with { Folder = draft.Folder with { Files = files } });
        return Page();
    }

    private IReadOnlyList<Side> Typed(string? zh, string? en, string? zhStamp, string? enStamp) =>
        [.. Sides.Select(s => s.Language == Languages.Chinese
            ? s with { Text = (zh ?? "").ReplaceLineEndings("\n"), Stamp = zhStamp ?? "" }
            : s with { Text = (en ?? "").ReplaceLineEndings("\n"), Stamp = enStamp ?? "" })];

    private void Check(CourseDraft draft)
    {
        var faults = new Faults();
        var content = check.Handle(new CourseFolder(Slug, draft.Folder.Files), faults);
        Faults = [.. faults.All.Distinct().Where(f => Sides.Any(s => f.File == $"{Slug}/{s.Path}"))];
        if (content is not null) Remarks = FindRemarks.OnPages(content, [.. Sides.Select(s => s.Path)]);
    }

    private async Task<CourseDraft?> Load(string slug, string lesson, CancellationToken ct)
    {
        (Slug, Lesson) = (slug, lesson);
        if (await drafts.Current(slug, ct) is not { } draft) return null;
        IsDraft = draft.IsDraft;
        Sides = [.. draft.Folder.Files.Keys.Select(p => (Path: p, Name: ContentPaths.Lesson.Match(p))).Where(f => f.Name.Success && f.Name.Groups["slug"].Value == lesson)
            .OrderByDescending(f => f.Name.Groups["language"].Value, StringComparer.Ordinal)
            .Select(f => new Side(f.Name.Groups["language"].Value, f.Path, draft.Folder.Text(f.Path)!, draft.Stamp(f.Path), null, null))];
        return Sides.Count == 0 ? null : draft;
    }
}
