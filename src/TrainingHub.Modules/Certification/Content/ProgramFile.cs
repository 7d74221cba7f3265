using System.Globalization;
using System.Text.RegularExpressions;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Credentials;
using TrainingHub.Modules.Certification.Deeds;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Certification.Content;

/// <summary>One programme of a program.yaml, as its author wrote it.</summary>
/// <param name="Line">Where it begins, for faults that only the database finds.</param>
/// <param name="Renewals">The paths that renew, by turns; one path alone where there is no rotation, that of the first time where the author gave none.</param>
internal sealed record ProgramText(int Line, string Slug, LocalText Title, LocalText Summary, Requirement Requires, IReadOnlyList<Requirement> Renewals, PolicyText Policy, IReadOnlyList<RuleText> Rules);

/// <summary>Spans as they are written: 12m. What only the basis fixed looks at is null with the others.</summary>
internal sealed record PolicyText(string Active, string Window, string Basis, string? Minimum, string Grace, bool GraceCounts, string? FirstMinimum = null, DateOnly? Anchor = null, string Lapsed = "renewal", string Escalate = "7d", string? Zone = null)
{
    /// <summary>For a select from certification_policy y.</summary>
    public const string Columns = "y.active, y.renewal_window as window, y.basis, y.minimum, y.grace, y.grace_is_compliant as grace_counts, y.first_minimum, y.anchor_on as anchor, y.lapsed, y.escalate, y.time_zone as zone";
}

/// <param name="DueIn">Or <paramref name="DueOn"/>, with <paramref name="AtLeast"/> where nobody may have less time.</param>
/// <param name="From">The first day on which it assigns; null: the day of the import.</param>
/// <param name="Until">The last; null: without end.</param>
internal sealed record RuleText(Audience Audience, string? DueIn, DateOnly? DueOn = null, string? AtLeast = null, DateOnly? From = null, DateOnly? Until = null);

/// <param name="Line">Where it begins.</param>
internal sealed record RefresherText(int Line, RefresherPlan Plan);

/// <summary>A paper from outside that programmes may ask for.</summary>
/// <param name="Line">Where it begins.</param>
internal sealed record ExternalText(int Line, string Slug, LocalText Title);

internal sealed record ProgramsText(IReadOnlyList<ProgramText> Programs, IReadOnlyList<RefresherText> Refreshers, IReadOnlyList<ExternalText> Externals)
{
    public static readonly ProgramsText None = new([], [], []);

    /// <summary>Whether the file brings this itself, so that its programmes may ask for it before it is there.</summary>
    public bool Brings(Requirement.Leaf leaf) =>
        (leaf.Kind == ProgramKind.Name && Programs.Any(p => p.Slug == leaf.Key)) || (leaf.Kind == ExternalKind.Name && Externals.Any(x => x.Slug == leaf.Key));
}

/// <summary>Reads program.yaml strictly: every fault with its place, all of them at once.</summary>
internal static partial class ProgramFile
{
    public const string Name = "program.yaml";
    private static readonly string[] Weeks = ["first", "second", "third", "fourth", "last"];
    private static readonly string[] Weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    /// <returns>What could be read; of no use where faults were added.</returns>
    public static ProgramsText Read(string file, string text, EvidenceKinds kinds, Faults faults)
    {
        if (YamlMap.Parse(file, text, faults) is not { } root) return ProgramsText.None;
        List<ProgramText> programs = [];
        foreach (var map in root.Maps("programs"))
        {
            if (Program(map, kinds) is not { } program) continue;
            if (programs.Exists(p => p.Slug == program.Slug)) map.Fault("slug", $"\"{program.Slug}\" is already used above; each programme needs a slug of its own.");
            programs.Add(program);
        }
        if (ProgramCycles.Find(programs.ToDictionary(p => p, ProgramCycles.Needs).GroupBy(p => p.Key.Slug).ToDictionary(g => g.Key, g => g.First().Value)) is { } cycle)
            root.Fault("programs", ProgramCycles.Say(cycle));
        List<RefresherText> refreshers = [];
        foreach (var map in root.Maps("refreshers", optional: true))
        {
            if (Refresher(map) is not { } refresher) continue;
            if (refreshers.Exists(r => r.Plan.Slug == refresher.Plan.Slug)) map.Fault("slug", $"\"{refresher.Plan.Slug}\" is already used above; each refresher needs a slug of its own.");
            refreshers.Add(refresher);
        }
        List<ExternalText> externals = [];
        foreach (var map in root.Maps("externals", optional: true))
        {
            var external = new ExternalText(map.Line, SlugOf(map), map.Local("title"));
            map.Done();
            if (externals.Exists(x => x.Slug == external.Slug)) map.Fault("slug", $"\"{external.Slug}\" is already used above; each paper needs a slug of its own.");
            externals.Add(external);
        }
        root.Done();
        return new ProgramsText(programs, refreshers, externals);
    }

    private static ProgramText? Program(YamlMap map, EvidenceKinds kinds)
    {
        var slug = SlugOf(map);
        var title = map.Local("title");
        var summary = map.Local("summary");
        var requires = Tree(map, "requires", kinds);
        var renewals = Renewals(map, requires, kinds);
        var policy = map.Map("policy") is { } terms ? Policy(terms) : null;
        RuleText[] rules = [.. map.Maps("assign", optional: true).Select(Rule)];
        map.Done();
        return requires is null || renewals is null || policy is null ? null : new ProgramText(map.Line, slug, title, summary, requires, renewals, policy, rules);
    }

    private static string SlugOf(YamlMap map)
    {
        var slug = map.Text("slug");
        if (slug.Length > 0 && !Slug().IsMatch(slug)) map.Fault("slug", $"\"{slug}\" is no slug; use lower-case letters, digits and single hyphens.");
        return slug;
    }

    /// <summary>A tree of requirements, judged by the one reader there is of them.</summary>
    private static Requirement? Tree(YamlMap map, string key, EvidenceKinds kinds, bool optional = false)
    {
        if (map.Json(key, RequirementJson.Numbers, optional) is not { } written) return null;
        var (tree, faults) = RequirementJson.Parse(written.Text, kinds);
        foreach (var fault in faults) written.Fault(fault.Path, fault.Problem.ToString());
        return tree;
    }

    private static IReadOnlyList<Requirement>? Renewals(YamlMap map, Requirement? requires, EvidenceKinds kinds)
    {
        var renewal = Tree(map, "renewal", kinds, optional: true);
        if (map.Json("rotation", RequirementJson.Numbers, optional: true) is not { } written) return renewal is not null ? [renewal] : map.Has("renewal") || requires is null ? null : [requires];
        if (map.Has("renewal")) map.Fault("rotation", "A programme has a renewal or a rotation of several, not both; remove one.");
        var (paths, faults) = RequirementJson.ParseList(written.Text, kinds);
        foreach (var fault in faults) written.Fault(fault.Path, fault.Problem.ToString());
        if (paths is { Count: < 2 }) map.Fault("rotation", "A rotation has at least two paths; a single one is a renewal.");
        return paths;
    }

    private static PolicyText? Policy(YamlMap map)
    {
        var active = Span(map, "active", null);
        var window = Span(map, "window", null);
        var basis = ExpiryBasisText.TryParse(map.Choice("basis", null, "completion", "expiry", "fixed"), out var read) ? read : ExpiryBasis.Completion;
        CalendarSpan? minimum = map.Has("minimum") ? Span(map, "minimum", null) : null;
        var minimumText = map.OptionalText("minimum");
        CalendarSpan? firstMinimum = map.Has("firstMinimum") ? Span(map, "firstMinimum", null) : null;
        var firstMinimumText = map.OptionalText("firstMinimum");
        var anchor = Day(map, "anchor");
        var grace = Span(map, "grace", "0d");
        var graceCounts = map.Flag("graceCounts", false);
        var lapsed = map.Choice("lapsed", "renewal", "renewal", "full");
        var escalate = Span(map, "escalate", "7d");
        var zone = map.OptionalText("zone");
        if (zone is not null && PolicyZone.Fault(zone) is { } unknown) map.Fault("zone", unknown.ToString());
        map.Done();
        if (active is null || window is null || grace is null || escalate is null) return null;
        if (minimumText is not null && basis != ExpiryBasis.Fixed) map.Fault("minimum", "Only the basis fixed has a minimum; remove it.");
        if (firstMinimumText is not null && basis != ExpiryBasis.Fixed) map.Fault("firstMinimum", "Only the basis fixed has a minimum for first periods; remove it.");
        if (map.Has("anchor") && basis != ExpiryBasis.Fixed) map.Fault("anchor", "Only the basis fixed has a fixed date; remove it.");
        if (PeriodPolicy.Create(active.Value, window.Value, basis, minimum, grace, firstMinimum, anchor, escalate: escalate).Problem is { } problem) map.FaultHere(problem.ToString());
        return new PolicyText(active.Value.ToString(), window.Value.ToString(), basis.ToText(), minimumText, grace.Value.ToString(), graceCounts, firstMinimumText, anchor, lapsed, escalate.Value.ToString(), zone);
    }

    private static DateOnly? Day(YamlMap map, string key)
    {
        if (map.OptionalText(key) is not { } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        map.Fault(key, $"\"{text}\" is no day; write it as 2026-03-01.");
        return null;
    }

    private static CalendarSpan? Span(YamlMap map, string key, string? fallback)
    {
        if (!map.Has(key) && fallback is not null) return CalendarSpan.Parse(map.OptionalText(key) ?? fallback).Value;
        if (!map.Has(key))
        {
            map.Text(key); // says that it is missing
            return null;
        }
        var (span, problem) = CalendarSpan.Parse(map.Text(key));
        if (problem is null) return span;
        map.Fault(key, problem.ToString());
        return null;
    }

    private static RefresherText? Refresher(YamlMap map)
    {
        var before = map.Faults.All.Count;
        var slug = SlugOf(map);
        var title = map.Local("title");
        if (title.Zh.Length > 200 || title.En.Length > 200) map.Fault("title", "A title has at most 200 characters; shorten it.");
        var quiz = map.Text("quiz");
        var questions = map.Number("questions", 5, 1, 50);
        var every = map.Choice("every", null, RefresherPlan.Rhythms);
        var week = every == "month" ? map.Choice("week", "first", Weeks) : "first";
        var weekday = map.Choice("weekday", null, Weekdays);
        var opens = map.OptionalText("opens") ?? "09:00";
        if (!TimeOnly.TryParseExact(opens, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)) map.Fault("opens", $"\"{opens}\" is no time of day; write it as \"09:00\".");
        var open = Days(map, "open", 7) ?? 7;
        if (open > (every == "week" ? 6 : 27)) map.Fault("open", "It would still be open when it comes round again. Let it stay open for a shorter time.");
        var audience = Who(map);
        map.Done();
        return map.Faults.All.Count > before ? null : new RefresherText(map.Line, new RefresherPlan(slug, title, quiz, questions, every, Array.IndexOf(Weeks, week) + 1, DayOfWeekOf(weekday), at, open, audience));
    }

    public static string WeekOf(int week) => Weeks[week - 1];

    public static string WeekdayOf(DayOfWeek day) => Weekdays[((int)day + 6) % 7];

    private static DayOfWeek DayOfWeekOf(string weekday) => (DayOfWeek)((Array.IndexOf(Weekdays, weekday) + 1) % 7);

    private static RuleText Rule(YamlMap map)
    {
        var audience = Who(map);
        var (dueIn, dueOn, atLeast) = Due(map);
        var (from, until) = (Day(map, "from"), Day(map, "until"));
        if (until < from) map.Fault("until", "It would end before it begins. Give a later day, or none.");
        map.Done();
        return new RuleText(audience, dueIn?.ToString(), dueOn, atLeast?.ToString(), from, until);
    }

    /// <summary>dueIn: 7d is short for due: { in: 7d }.</summary>
    private static (CalendarSpan? In, DateOnly? On, CalendarSpan? AtLeast) Due(YamlMap map)
    {
        var due = map.OptionalMap("due");
        if (due is null && !map.Has("due")) return (Span(map, "dueIn", null) ?? default(CalendarSpan), null, null);
        if (map.OptionalText("dueIn") is not null) map.Fault("dueIn", "Give either due or dueIn.");
        if (due is null) return (default(CalendarSpan), null, null);
        var on = Day(due, "on");
        var span = on is null ? Span(due, "in", null) : null;
        var atLeast = on is not null && due.Has("atLeast") ? Span(due, "atLeast", null) : null;
        due.Done();
        return (on is null ? span ?? default(CalendarSpan) : null, on, atLeast);
    }

    private static Audience Who(YamlMap map)
    {
        if (map.Map("audience") is not { } who) return new Audience();
        var audience = Conditions(who);
        List<Audience> exceptions = [.. who.Maps("except", optional: true).Select(Excepted)];
        who.Done();
        return exceptions.Count == 0 ? audience : audience with { Except = exceptions };
    }

    private static Audience Excepted(YamlMap map)
    {
        var before = map.Faults.All.Count;
        var exception = Conditions(map);
        map.Done();
        if (map.Faults.All.Count == before && new Audience(Except: [exception]).Fault() is { } problem) map.FaultHere(problem.ToString());
        return exception;
    }

    private static Audience Conditions(YamlMap map)
    {
        var before = map.Faults.All.Count;
        var tags = map.Texts("tags", optional: true).Select(TagNames.Tidy).Distinct(StringComparer.Ordinal).ToList();
        var audience = new Audience(Codes(map, "sites"), Codes(map, "departments"), Codes(map, "positions"), Days(map, "hiredWithin", null), Days(map, "employedFor", null),
            tags.Count == 0 ? null : tags, Day(map, "hiredFrom"), Day(map, "hiredTo"));
        if (map.Faults.All.Count == before && audience.Fault() is { } problem) map.FaultHere(problem.ToString());
        return audience;
    }

    private static int? Days(YamlMap map, string key, int? fallback)
    {
        if (map.OptionalText(key) is null) return fallback;
        var span = Span(map, key, null);
        if (span is { IsMonths: true } or { Count: 0 }) map.Fault(key, "Count it in days or weeks, at least one: 90d.");
        return span is { } days ? (int)Math.Min(days.Length, 36500) : fallback;
    }

    private static List<string>? Codes(YamlMap map, string key) => map.Texts(key, optional: true) is { Count: > 0 } codes ? codes : null;

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Slug();
}
