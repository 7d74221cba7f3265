using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Certification.Programmes;

/// <summary>The form of a rule: the same for one that is made and for one that is changed. It shows whom it concerns before it is saved.</summary>
internal abstract class RuleFormModel(Db db, AudienceChoices choices, IAudiences audiences, CompareRule compare, HubSettings settings, TimeProvider clock) : HubPage
{
    public sealed record Header(long Id, string Slug, string TitleZh, string TitleEn);

    public Header Program { get; private set; } = null!;
    public ILookup<string, Choice> Choices { get; private set; } = null!;

    [BindProperty] public string[] Sites { get; set; } = [];
    [BindProperty] public string[] Departments { get; set; } = [];
    [BindProperty] public string[] Positions { get; set; } = [];
    [BindProperty] public int? HiredWithin { get; set; }
    [BindProperty] public int? EmployedFor { get; set; }
    [BindProperty] public AudienceFields More { get; set; } = new();

    /// <summary>Days, or a span as 2w or 3m.</summary>
    [BindProperty] public string? DueIn { get; set; }

    /// <summary>One day for everybody, instead.</summary>
    [BindProperty] public DateOnly? DueOn { get; set; }
    [BindProperty] public string? AtLeast { get; set; }
    [BindProperty] public DateOnly? From { get; set; }

    /// <summary>The last day, as people say it.</summary>
    [BindProperty] public DateOnly? Until { get; set; }

    /// <summary>Whom it concerns; null before it was asked.</summary>
    public RuleDifference? Difference { get; private set; }

    public AudienceFieldsView MoreView { get; private set; } = null!;

    /// <summary>The rule that is changed; null for a new one.</summary>
    public virtual RuleVersion? Rule => null;

    /// <summary>What is asked of its first day: nothing where it holds already.</summary>
    public bool HasBegun => Rule?.StartsOn <= Today;

    protected DateOnly Today => settings.TimeZone.DayOf(clock.GetUtcNow());

    protected Outcome<RuleTerms> Typed()
    {
        if (!ModelState.IsValid) return Problem.Because("Write days as whole numbers, and dates as 2026-03-14.");
        if (Until == DateOnly.MaxValue) return Problem.Because("Leave the last day empty where the rule has none.");
        if (DueOn is null == string.IsNullOrWhiteSpace(DueIn)) return Problem.Because("Give either the time that everybody has, or one due date for everybody.");
        var audience = More.Complete(new Audience(Sites is [] ? null : Sites, Departments is [] ? null : Departments, Positions is [] ? null : Positions, HiredWithin, EmployedFor));
        var starts = HasBegun ? Rule!.StartsOn : From ?? Today;
        return new RuleTerms(JsonSerializer.Serialize(audience, Json.Plain), DueOn is null ? Span(DueIn) : null, DueOn, DueOn is null ? null : Span(AtLeast), starts, Until?.AddDays(1));
    }

    /// <summary>The difference, once what was typed is sound.</summary>
    protected async Task Compare(RuleTerms terms, CancellationToken ct) => Difference = await compare.Handle(Program.Id, Rule?.RuleId, terms, ct);

    protected FileContentResult Csv(RuleTerms terms, RuleDifference difference)
    {
        var lines = new[] { (difference.Caught, T["newly caught"]), (difference.Released, T["released"]), (difference.Kept, T["stays"]) }
            .SelectMany(g => g.Item1.Select(p => (object?[])[p.EmployeeNumber, p.Name, p.SiteName, g.Item2]));
        return File(CsvFile.Bytes([[T["Employee number"], T["Name"], T["Site"], T["What would happen"]], .. lines]), CsvFile.Type, $"rule-{Program.Slug}-{terms.StartsOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.csv");
    }

    protected void Show(RuleVersion rule)
    {
        var audience = rule.Catches;
        (Sites, Departments, Positions) = ([.. audience.Sites ?? []], [.. audience.Departments ?? []], [.. audience.Positions ?? []]);
        (HiredWithin, EmployedFor, More) = (audience.HiredWithin, audience.EmployedFor, AudienceFields.Of(audience));
        (DueIn, DueOn, AtLeast) = (rule.DueIn, rule.DueOn, rule.AtLeast);
        (From, Until) = (rule.StartsOn, rule.EndsOn?.AddDays(-1));
    }

    protected async Task<bool> Load(string slug, IReadOnlyList<string> kept, CancellationToken ct)
    {
        var program = await db.Row<Header>("select v.id, v.slug, v.title_zh, v.title_en from v_certification_program v where v.slug = @slug", new { slug }, ct);
        if (program is null) return false;
        Program = program;
        Choices = await choices.All(Me.Id, CertificationPermissions.Edit, ct);
        NamedCode[] Named(string kind) => [.. Choices[kind].Select(c => new NamedCode(c.Code, c.NameZh, c.NameEn))];
        MoreView = new AudienceFieldsView("More.", More, Named("department"), Named("position"), await audiences.TagsInUse(Me.Id, CertificationPermissions.Edit, Today, ct), kept);
        return true;
    }

    /// <summary>A bare number is days.</summary>
    private static string? Span(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim() is var trimmed && trimmed.All(char.IsAsciiDigit) ? $"{trimmed}d" : trimmed;
}
