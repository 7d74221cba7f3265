using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Certification.Changes;

/// <summary>/hr/changes/{versionId}: what a version changed, who certified on the old text, the button that asks them to learn the new one, and how far they are.</summary>
[Requires(CertificationPermissions.View)]
internal sealed class ChangePageModel(Db db, Affected affected, DeltaPeople people, AssignDelta assign, IClauseSittings sittings, HubSettings settings, TimeProvider clock) : HubPage
{
    public const int MostShown = 200;

    /// <summary>Offered as the last day.</summary>
    private const int UsualDays = 14;

    public ChangedVersion Version { get; private set; } = null!;
    public IReadOnlyList<ChangedClause> Clauses { get; private set; } = [];
    public int NotAsked { get; private set; }
    public IReadOnlyList<Affected.Person> Waiting { get; private set; } = [];
    public IReadOnlyList<DeltaPerson> Asked { get; private set; } = [];

    /// <summary>Whom the one who reads may ask; a manager may look, and ask nobody.</summary>
    public int CanAsk { get; private set; }

    /// <summary>How many questions one sitting would ask.</summary>
    public int Questions { get; private set; }
    public TimeZoneInfo Zone => settings.TimeZone;

    [BindProperty] public string? LastDay { get; set; }

    public async Task<IActionResult> OnGetAsync(long versionId, CancellationToken ct)
    {
        if (!await Load(versionId, ct)) return NotFound();
        LastDay = settings.TimeZone.DayOf(clock.GetUtcNow()).AddDays(UsualDays).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(long versionId, CancellationToken ct)
    {
        if (!Me.Can(CertificationPermissions.Edit)) return Forbid();
        if (!await Load(versionId, ct)) return NotFound();
        if (!DateOnly.TryParseExact(LastDay, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return Refuse(Problem.Because("Write the last day as 2026-03-14."));
        var (count, problem) = await assign.Handle(versionId, day, ct);
        return problem is not null ? Refuse(problem) : Done($"/hr/changes/{versionId}", "{0} people were asked to learn the change.", count);
    }

    public async Task<IActionResult> OnGetCsvAsync(long versionId, CancellationToken ct)
    {
        if (await affected.Version(versionId, ct) is null) return NotFound();
        var rows = (await people.Of(versionId, Me.Id, CertificationPermissions.View, ct))
            .Select(p => (object?[])[p.EmployeeNumber, p.Name, p.SiteName, Day(p.AssignedAt), p.DueOn, p.ReadAt is { } read ? Day(read) : null, DeltaPeople.Word(p.Quiz, T)]);
        return File(CsvFile.Bytes([[T["Employee number"], T["Name"], T["Site"], T["Asked on"], T["To be done by"], T["Read on"], T["Quiz"]], .. rows]), CsvFile.Type, "standard-change.csv");
    }

    private DateOnly Day(DateTimeOffset instant) => settings.TimeZone.DayOf(instant);

    private async Task<bool> Load(long versionId, CancellationToken ct)
    {
        if (await affected.Version(versionId, ct) is not { } version) return false;
        Version = version;
        var material = await db.Rows<string>("select clause from v_course_clause_change where version_id = @versionId and severity = 'material'", new { versionId }, ct);
        Clauses = await ChangedClause.Of(db, versionId, material, ct);
        Waiting = await affected.NotAsked(version, Me.Id, CertificationPermissions.View, MostShown, ct);
        NotAsked = Waiting.Count < MostShown ? Waiting.Count : await affected.CountNotAsked(version, Me.Id, CertificationPermissions.View, ct);
        if (Me.Can(CertificationPermissions.Edit)) CanAsk = await affected.CountNotAsked(version, Me.Id, CertificationPermissions.Edit, ct);
        Asked = await people.Of(versionId, Me.Id, CertificationPermissions.View, ct);
        Questions = Math.Min(AssignDelta.MostQuestions, await sittings.Questions(version.CourseId, material, ct));
        return true;
    }
}
