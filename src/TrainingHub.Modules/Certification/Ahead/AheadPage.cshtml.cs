using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Certification.Content;
using TrainingHub.Modules.Certification.Programmes;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Certification.Words;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Certification.Ahead;

/// <summary>What will happen to a person or a site, by the present policy and by one that is only thought of.</summary>
[Requires(CertificationPermissions.View)]
internal sealed class AheadPageModel(Db db, ReadAhead read, IPersonDirectory people, HubSettings settings, TimeProvider clock) : HubPage
{
    private const int MostCounted = 5_000;
    private const int MostShown = 200;
    private const int Months = 24;

    public sealed record ProgramChoice(long Id, string Slug, string TitleZh, string TitleEn);

    public sealed record SiteChoice(string Code, string Name);

    /// <summary>The days ahead by one policy.</summary>
    public sealed record View(bool IsAsked, IReadOnlyList<string> Policy, IReadOnlyList<IReadOnlyList<AheadDay>> Of)
    {
        public int In(DateOnly month, string what) => Of.Sum(days => days.Count(d => d.What == what && d.Day.Year == month.Year && d.Day.Month == month.Month));
    }

    [BindProperty(SupportsGet = true)] public string? Program { get; set; }
    [BindProperty(SupportsGet = true)] public long? Person { get; set; }
    [BindProperty(SupportsGet = true)] public string? Site { get; set; }
    [BindProperty(SupportsGet = true)] public string? Habit { get; set; }
    [BindProperty(SupportsGet = true)] public string? Active { get; set; }
    [BindProperty(SupportsGet = true)] public string? Window { get; set; }
    [BindProperty(SupportsGet = true)] public string? Basis { get; set; }
    [BindProperty(SupportsGet = true)] public string? Minimum { get; set; }
    [BindProperty(SupportsGet = true)] public string? Grace { get; set; }
    [BindProperty(SupportsGet = true)] public string? FirstMinimum { get; set; }
    [BindProperty(SupportsGet = true)] public string? Anchor { get; set; }

    public IReadOnlyList<ProgramChoice> Programs { get; private set; } = [];
    public IReadOnlyList<SiteChoice> Sites { get; private set; } = [];
    public ProgramChoice? Chosen { get; private set; }
    public PersonCard? Card { get; private set; }
    public IReadOnlyList<AheadPerson> Caught { get; private set; } = [];
    public bool IsCut { get; private set; }
    public IReadOnlyList<View> Views { get; private set; } = [];
    public DateOnly Today { get; private set; }

    public PolicyAsked Asked => new(Filled(Active), Filled(Window), Filled(Basis), Filled(Minimum), Filled(Grace), Filled(FirstMinimum), Filled(Anchor));

    public IEnumerable<AheadPerson> Shown => Caught.Take(MostShown);

    public IEnumerable<DateOnly> Year => Enumerable.Range(0, 13).Select(i => new DateOnly(Today.Year, Today.Month, 1).AddMonths(i));

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Today = settings.TimeZone.DayOf(clock.GetUtcNow());
        Programs = await db.Rows<ProgramChoice>("select v.id, v.slug, v.title_zh, v.title_en from v_certification_program v order by v.slug", null, ct);
        Sites = await db.Rows<SiteChoice>(
            "select s.code, s.name from v_people_site s where exists (select 1 from v_people_scope sc where sc.viewer_id = @viewer and sc.permission = @permission and sc.site_id = s.id) order by s.name, s.code",
            new { viewer = Me.Id, permission = CertificationPermissions.View }, ct);
        if (string.IsNullOrEmpty(Program)) return Page();
        Chosen = Programs.FirstOrDefault(p => p.Slug == Program);
        if (Chosen is null) return NotFound();
        var text = (await db.Row<PolicyText>($"select {PolicyText.Columns} from certification_policy y join certification_program p on p.current_policy_id = y.id where p.id = @Id", new { Chosen.Id }, ct))!;
        var present = ChangePolicy.Check(text).Value!;
        if (Person is { } id) Today = await people.Today(id, ct);
        if (present.Zone is { } zone) Today = zone.DayOf(clock.GetUtcNow());
        Caught = await read.Handle(Chosen.Id, Person, Filled(Site), Today, MostCounted + 1, ct);
        (IsCut, Caught) = (Caught.Count > MostCounted, [.. Caught.Take(MostCounted)]);
        if (Person is not null && Caught.Count == 0) return NotFound();
        Card = Person is null ? null : await people.Find(Person.Value, ct);

        Views = [Look(present, text.GraceCounts, isAsked: false)];
        if (!Asked.IsGiven) return Page();
        var (asked, problem) = Asked.Over(text);
        if (asked is null) return Refuse(problem!);
        Views = [.. Views, Look(asked, text.GraceCounts, isAsked: true)];
        return Page();
    }

    private View Look(PeriodPolicy policy, bool graceCounts, bool isAsked) =>
        new(isAsked, [.. T.Say(policy, graceCounts)], [.. Caught.Select(p => AheadDays.Of(p.Start, policy, Habits.Of(Habit), Today, Today.AddMonths(Months)))]);

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

internal static class Habits
{
    public static readonly IReadOnlyDictionary<string, RenewalHabit> ByName = new Dictionary<string, RenewalHabit>
    {
        ["last-day"] = RenewalHabit.LastDay, ["early"] = RenewalHabit.Early, ["in-grace"] = RenewalHabit.InGrace, ["never"] = RenewalHabit.Never,
    };

    public static RenewalHabit Of(string? name) => ByName.GetValueOrDefault(name ?? "", RenewalHabit.LastDay);
}
