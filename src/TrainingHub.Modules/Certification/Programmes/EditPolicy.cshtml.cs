using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Certification.Content;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Certification.Words;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Certification.Programmes;

/// <summary>A new version of a policy, for future periods; shown in words before it is saved.</summary>
[Requires(CertificationPermissions.Edit)]
internal sealed class EditPolicyModel(Db db, ChangePolicy change, Localizer texts, HubSettings settings, TimeProvider clock) : HubPage
{
    public sealed record Header(long Id, string Slug, string TitleZh, string TitleEn, string Active, string RenewalWindow, string Basis, string? Minimum, string Grace, bool GraceIsCompliant,
        string? FirstMinimum, DateOnly? AnchorOn, string Lapsed, string Escalate, string? TimeZone);

    public Header Program { get; private set; } = null!;

    [BindProperty] public string Active { get; set; } = "";
    [BindProperty] public string Window { get; set; } = "";
    [BindProperty] public string Basis { get; set; } = "";
    [BindProperty] public string? Minimum { get; set; }
    [BindProperty] public string? FirstMinimum { get; set; }
    [BindProperty] public string? Anchor { get; set; }
    [BindProperty] public string? Grace { get; set; }
    [BindProperty] public bool GraceCounts { get; set; }
    [BindProperty] public bool LapsedAsksAll { get; set; }
    [BindProperty] public string? Escalate { get; set; }
    [BindProperty] public string? Zone { get; set; }

    /// <summary>What was typed, in words; empty before it was asked.</summary>
    public IReadOnlyList<string> Words { get; private set; } = [];
    public IReadOnlyList<Problem> Advice { get; private set; } = [];

    /// <summary>What was typed, for the pages that look at what it would change.</summary>
    public TypedPolicy Typed => new(Active, Window, Basis, Minimum, FirstMinimum, Anchor, Grace, GraceCounts, LapsedAsksAll, Escalate, Zone);

    public QueryString AheadQuery => QueryString.Create("program", Program.Slug) + Typed.Query;

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken ct)
    {
        if (!await Load(slug, ct)) return NotFound();
        (Active, Window, Basis, Minimum, Grace, GraceCounts) = (Program.Active, Program.RenewalWindow, Program.Basis, Program.Minimum, Program.Grace, Program.GraceIsCompliant);
        (Zone, Escalate, FirstMinimum, Anchor, LapsedAsksAll) = (Program.TimeZone, Program.Escalate, Program.FirstMinimum, Program.AnchorOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Program.Lapsed == Lapsed.Full.ToText());
        return Page();
    }

    public async Task<IActionResult> OnPostPreviewAsync(string slug, CancellationToken ct)
    {
        if (!await Load(slug, ct)) return NotFound();
        var (typed, unread) = Typed.Read();
        if (typed is null) return Refuse(unread!);
        var (policy, problem) = ChangePolicy.Check(typed);
        if (policy is null) return Refuse(problem!);
        Advice = policy.Advice();
        var today = (policy.Zone ?? settings.TimeZone).DayOf(clock.GetUtcNow());
        var words = texts.Say(policy, GraceCounts).ToList();
        if (PeriodDates.For(policy, new Completion(today, today)).Value is { } term)
            words.Add(T["Completed today and due today, it would be valid until {0}; renewal would open on {1}.", T.Date(term.Expiry), T.Date(term.WindowOpens)]);
        Words = words;
        return Page();
    }

    public async Task<IActionResult> OnPostSaveAsync(string slug, CancellationToken ct)
    {
        if (!await Load(slug, ct)) return NotFound();
        var (typed, unread) = Typed.Read();
        if (typed is null) return Refuse(unread!);
        return await change.Handle(Program.Id, typed, ct) is { } problem ? Refuse(problem) : Done($"/hr/programs/{slug}", "The policy was changed. It holds for periods that are opened from now on.");
    }

    private async Task<bool> Load(string slug, CancellationToken ct)
    {
        var program = await db.Row<Header>(
            """
            select v.id, v.slug, v.title_zh, v.title_en, y.active, y.renewal_window, y.basis, y.minimum, y.grace, y.grace_is_compliant, y.first_minimum, y.anchor_on, y.lapsed, y.escalate, y.time_zone
            from v_certification_program v join certification_program p on p.id = v.id join certification_policy y on y.id = p.current_policy_id where v.slug = @slug
            """,
            new { slug }, ct);
        if (program is not null) Program = program;
        return program is not null;
    }
}
