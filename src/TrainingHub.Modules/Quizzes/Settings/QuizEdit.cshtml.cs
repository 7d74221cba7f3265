using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Modules.Quizzes.Bank;

namespace TrainingHub.Modules.Quizzes.Settings;

/// <summary>/studio/quizzes/{slug}: all settings of a quiz as they stand in the course's draft (else as published), and presets that fill them.</summary>
[Requires(QuizzesPermissions.Edit)]
internal sealed class QuizEditModel(Db db, ICourseDrafts drafts, EditQuiz edit, HubSettings settings) : HubPage
{
    private sealed record Known(long QuizId, int Number);

    public sealed record Change(string Name, string From, string To);

    public string Slug { get; private set; } = "";
    public LocalText Title { get; private set; } = new("", "");
    public QuizForm Form { get; private set; } = null!;
    public string Stamp { get; private set; } = "";
    public string Note { get; private set; } = "";
    public bool IsDraft { get; private set; }
    public int Number { get; private set; }
    public BankChoices Choices { get; private set; } = null!;
    public IReadOnlyList<Change> Changes { get; private set; } = [];
    public Preset? Picked { get; private set; }
    public string ZoneName => settings.TimeZone.Id;

    private QuizSettings current = null!;

    public static string? Local(DateTime? time) => time?.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);

    public async Task<IActionResult> OnGetAsync(string slug, string? preset, CancellationToken ct)
    {
        if (!await Load(slug, ct)) return NotFound();
        Picked = Preset.All.FirstOrDefault(p => p.Name == preset);
        var shown = Picked?.Apply(current) ?? current;
        Form = QuizForm.Of(shown);
        Changes = [.. SettingWords.All(current, T).Zip(SettingWords.All(shown, T)).Where(p => p.First.Value != p.Second.Value).Select(p => new Change(p.First.Name, p.First.Value, p.Second.Value))];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string slug, QuizForm form, string? stamp, string? note, CancellationToken ct)
    {
        if (!await Load(slug, ct)) return NotFound();
        (Form, Stamp, Note) = (form, stamp ?? "", note?.Trim() ?? "");
        var read = form.Read(T);
        form.AddRow();
        ModelState.Clear();
        if (read.Problem is not null) return Refuse(read.Problem);
        if (new[] { read.Value!.Opens, read.Value.Closes }.Any(time => time is { } at && settings.TimeZone.IsInvalidTime(at))) return Refuse(Problem.Because("That time does not exist: the clocks are put forward then. Choose another."));
        var saved = await edit.Handle(slug, read.Value, Stamp, Note, ct);
        if (saved.Problem is not null) return Refuse(saved.Problem);
        return saved.Value
            ? Done($"/studio/quizzes/{slug}", "The settings are saved. They hold for attempts that start from now on.")
            : Done($"/studio/quizzes/{slug}", "The settings are saved in the draft of the course, with its other changes. They hold once the draft is published.");
    }

    public async Task<IActionResult> OnPostAddLineAsync(string slug, QuizForm form, string? stamp, string? note, CancellationToken ct)
    {
        if (!await Load(slug, ct)) return NotFound();
        (Form, Stamp, Note) = (form, stamp ?? "", note ?? "");
        form.AddRow();
        ModelState.Clear();
        return Page();
    }

    private async Task<bool> Load(string slug, CancellationToken ct)
    {
        if (await drafts.Current(slug, ct) is not { } draft || QuizDraft.Read(draft.Folder, new Faults()) is not { } quiz) return false;
        var known = await db.Row<Known>("select q.id as quiz_id, v.number from quizzes_quiz q join quizzes_quiz_version v on v.id = q.current_version_id where q.slug = @slug", new { slug }, ct);
        (Slug, Title, current) = (slug, quiz.Title, quiz.Settings);
        (Stamp, IsDraft, Number) = (draft.Stamp(QuizDraft.FileName), draft.IsDraft, known?.Number ?? 0);
        Choices = await BankChoices.Of(db, draft.CourseId, ct);
        return true;
    }
}
