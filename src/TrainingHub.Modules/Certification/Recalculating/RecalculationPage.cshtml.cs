using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Certification.Programmes;
using TrainingHub.Modules.Certification.Words;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Certification.Recalculating;

/// <summary>Whose dates a policy would move if it held for current periods too; and applies just that.</summary>
[Requires(CertificationPermissions.Edit)]
internal sealed class RecalculationPageModel(Db db, PreviewRecalculation preview, StartRecalculation start) : HubPage
{
    public sealed record Header(long Id, string Slug, string TitleZh, string TitleEn);

    [BindProperty(SupportsGet = true)] public string? Active { get; set; }
    [BindProperty(SupportsGet = true)] public string? Window { get; set; }
    [BindProperty(SupportsGet = true)] public string? Basis { get; set; }
    [BindProperty(SupportsGet = true)] public string? Minimum { get; set; }
    [BindProperty(SupportsGet = true)] public string? FirstMinimum { get; set; }
    [BindProperty(SupportsGet = true)] public string? Anchor { get; set; }
    [BindProperty(SupportsGet = true)] public string? Grace { get; set; }
    [BindProperty(SupportsGet = true)] public bool GraceCounts { get; set; }
    [BindProperty(SupportsGet = true)] public bool LapsedAsksAll { get; set; }
    [BindProperty(SupportsGet = true)] public string? Escalate { get; set; }
    [BindProperty(SupportsGet = true)] public string? Zone { get; set; }

    /// <summary>Of the preview that was seen.</summary>
    [BindProperty] public string? Digest { get; set; }

    public Header Program { get; private set; } = null!;
    public RecalculationPreview? Preview { get; private set; }
    public IReadOnlyList<string> Words { get; private set; } = [];

    public TypedPolicy Typed => new(Active, Window, Basis, Minimum, FirstMinimum, Anchor, Grace, GraceCounts, LapsedAsksAll, Escalate, Zone);

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken ct) => await Load(slug, ct) ? await Look(null, ct) : NotFound();

    public async Task<IActionResult> OnGetCsvAsync(string slug, CancellationToken ct)
    {
        if (!await Load(slug, ct)) return NotFound();
        var shown = await Look(null, ct);
        return Preview is null ? shown : Csv(Preview);
    }

    public async Task<IActionResult> OnPostAsync(string slug, CancellationToken ct)
    {
        if (!await Load(slug, ct)) return NotFound();
        var (policy, unread) = Typed.Read();
        if (policy is null) return Refuse(unread!);
        var (moved, problem) = await start.Handle(Program.Id, policy, Digest, ct);
        return problem is null ? Done($"/hr/programs/{slug}", "The policy was changed. The dates of {0} people are being moved.", moved) : await Look(problem, ct);
    }

    /// <param name="refused">Why what was seen before is not applied; what would move now is shown instead.</param>
    private async Task<IActionResult> Look(Problem? refused, CancellationToken ct)
    {
        var (text, unread) = Typed.Read();
        if (text is null) return Refuse(unread!);
        var (policy, unsound) = ChangePolicy.Check(text);
        if (policy is null) return Refuse(unsound!);
        var (seen, problem) = await preview.Handle(Program.Id, text, ct);
        if (seen is null) return Refuse(problem!);
        (Preview, Words) = (seen, [.. T.Say(policy, text.GraceCounts)]);
        return refused is null ? Page() : Refuse(refused);
    }

    private FileContentResult Csv(RecalculationPreview seen)
    {
        var text = new StringBuilder(Platform.Csv.Line([
            T["Employee number"], T["Name"], T["Site"], T["Completed on"], T["Valid until"], T["Valid until (new)"], T["Renewal opens"], T["Renewal opens (new)"], T["Grace until"], T["Grace until (new)"], T["Expired at once"]])).Append("\r\n");
        foreach (var m in seen.Moved)
            text.Append(Platform.Csv.Line([m.EmployeeNumber, m.Name, m.SiteName, m.Before.CompletedOn, m.Before.ExpiresOn, m.After.Expiry, m.Before.WindowOpensOn, m.After.WindowOpens, m.Before.GraceEndsOn, m.After.GraceEnds, m.AtOnce ? T["yes"] : ""])).Append("\r\n");
        return File(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(text.ToString())).ToArray(), "text/csv", string.Create(CultureInfo.InvariantCulture, $"recalculation-{Program.Slug}.csv"));
    }

    private async Task<bool> Load(string slug, CancellationToken ct)
    {
        var program = await db.Row<Header>("select v.id, v.slug, v.title_zh, v.title_en from v_certification_program v where v.slug = @slug", new { slug }, ct);
        if (program is not null) Program = program;
        return program is not null;
    }
}
