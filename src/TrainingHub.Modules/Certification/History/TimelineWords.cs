using System.Text.Json;
using TrainingHub.Modules.Certification.Words;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Certification.History;

/// <summary>A line of the time line, in words.</summary>
/// <param name="Text">What happened.</param>
/// <param name="Why">Why, where anybody said so.</param>
internal sealed record TimelineEntry(TimelineRow Row, string Text, string? Why, string Look)
{
    /// <summary>By whose text it was decided.</summary>
    public IEnumerable<string> Versions(Localizer t)
    {
        if (Row.RuleVersion is { } rule) yield return t["Rule version {0}", rule];
        if (Row.PolicyVersion is { } policy) yield return t["Policy version {0}", policy];
        if (Row.ProgramVersion is { } program) yield return t["Programme version {0}", program];
    }
}

/// <summary>Says what happened, in whole sentences.</summary>
internal sealed class TimelineWords(RequirementWords requirements, IAudienceWords audiences, Localizer t)
{
    public async Task<List<TimelineEntry>> Say(IEnumerable<TimelineRow> rows, CancellationToken ct)
    {
        var entries = new List<TimelineEntry>();
        foreach (var row in rows) entries.Add(new TimelineEntry(row, await Text(row, ct), await Why(row, ct), Look(row.Kind)));
        return entries;
    }

    private async Task<string> Text(TimelineRow row, CancellationToken ct) => row.Kind switch
    {
        "asked-rule" => row.UntilOn is { } due ? t["Asked by the rule {0}, due by {1}", row.What!, t.Date(due)] : t["Asked by the rule {0}", row.What!],
        "asked-manual" => row.UntilOn is { } due ? t["Assigned by hand, due by {0}", t.Date(due)] : t["Assigned by hand"],
        "asked-self" => t["Taken on by own wish"],
        "unasked-rule" => t["The rule {0} asks no longer", row.What!],
        "unasked-manual" => t["The assignment was taken back"],
        "unasked-self" => t["Own wish taken back"],
        "opened" => row.UntilOn is { } due ? t["Period {0} opened, due by {1}", row.Number!, t.Date(due)] : t["Period {0} opened", row.Number!],
        "renewal-opened" => row.UntilOn is { } due ? t["Renewal opened (period {0}), due by {1}", row.Number!, t.Date(due)] : t["Renewal opened (period {0})", row.Number!],
        "due-moved" => row.OnDay is { } before ? t["Due date of period {0} moved from {1} to {2}", row.Number!, t.Date(before), t.Date(row.UntilOn!.Value)] : t["Period {0} is due by {1} now", row.Number!, t.Date(row.UntilOn!.Value)],
        "dates-moved" => t["By a changed policy period {0} is valid until {1}, not {2}", row.Number!, t.Date(row.UntilOn!.Value), t.Date(row.OnDay!.Value)],
        "certified" => t["Certified until {0} (period {1})", t.Date(row.UntilOn!.Value), row.Number!],
        "carried" => row.What is null ? t["Carried over from elsewhere, valid until {0}", t.Date(row.UntilOn!.Value)] : t["Carried over from {0}, valid until {1}", row.What, t.Date(row.UntilOn!.Value)],
        "ended-renewed" => t["Period {0} ended: renewed", row.Number!],
        "ended-revoked" => t["Period {0} ended: revoked", row.Number!],
        "ended-waived" => t["Period {0} ended: waived", row.Number!],
        "ended-unassigned" => t["Period {0} ended: no longer asked", row.Number!],
        "evidence" => t["{0}; counts for period {1}", await Done(row, ct), row.Number!],
        "deed" => await Done(row, ct),
        "deed-taken-back" => t["Taken back: {0}", await Done(row, ct)],
        "check-failed" => t["Floor check not passed: {0}", await Title(row, ct)],
        "check-corrected-passed" => t["Floor check corrected to passed: {0}", await Title(row, ct)],
        "check-corrected-failed" => t["Floor check corrected to not passed: {0}", await Title(row, ct)],
        "prior-counted" => t["Learned before, counted for period {0}: {1}", row.Number!, await Done(row, ct)],
        "prior-withdrawn" => t["Learned before, withdrawn: {0}", await Done(row, ct)],
        "excused" => row.UntilOn is { } last ? t["Excused until {0}", t.Date(last)] : t["Excused for good"],
        "excuse-ended" => t["Excused no longer"],
        "credential-verified" => row.UntilOn is { } end ? t["{0}, valid until {1}", await Done(row, ct), t.Date(end)] : await Done(row, ct),
        "credential-withdrawn" => t["No longer valid: {0}", await Done(row, ct)],
        "step-due-soon" => t["Period {0} is due soon", row.Number!],
        "step-overdue" => t["Period {0} is overdue", row.Number!],
        "step-expiring" => t["Period {0} expires soon", row.Number!],
        "step-expired" => t["Period {0} expired", row.Number!],
        "step-grace-ended" => t["The grace of period {0} is over", row.Number!],
        "step-escalated-told" => t["That period {0} is overdue was told to a manager", row.Number!],
        "step-escalated-waiting" => t["That period {0} is overdue is about to be told to a manager", row.Number!],
        "step-escalated-untold" => t["Period {0} is long overdue; no manager was told", row.Number!],
        "step-not-renewed-told" => t["That period {0} was not renewed was told to a manager", row.Number!],
        "step-not-renewed-waiting" => t["That period {0} was not renewed is about to be told to a manager", row.Number!],
        "step-not-renewed-untold" => t["Period {0} was not renewed for long; no manager was told", row.Number!],
        "paper-issued" => t["Certificate {0} issued", row.What!],
        "paper-carried" => t["Certificate {0} issued for what was carried over", row.What!],
        "paper-sealed" => t["Certificate {0} sealed as a file", row.What!],
        "paper-revoked" => t["Certificate {0} revoked", row.What!],
        "paper-superseded" => row.Why == "corrected" ? t["Certificate {0} superseded by a corrected one", row.What!] : t["Certificate {0} superseded by the next period's", row.What!],
        "change-asked" => t["Asked to learn changed clauses ({0}), by {1}", row.Why!, t.Date(row.UntilOn!.Value)],
        "change-read" => t["Read the changed clauses ({0})", row.Why!],
        _ => throw new InvalidOperationException($"The time line has no words for {row.Kind}."),
    };

    private async Task<string?> Why(TimelineRow row, CancellationToken ct) => row.Kind switch
    {
        "asked-rule" when row.Why is { } audience => t["For: {0}", string.Join(" · ", await audiences.Say(JsonSerializer.Deserialize<Audience>(audience, Json.Plain)!, ct))],
        "ended-renewed" or "ended-revoked" or "ended-waived" or "ended-unassigned" or "paper-revoked" or "credential-withdrawn" or "carried" or "prior-counted" or "prior-withdrawn" or "excused" or "check-corrected-passed" or "check-corrected-failed" => row.Why,
        "credential-verified" => row.Why is { } number ? t["Number {0}", number] : null,
        "deed" => t["Counts for no period so far"],
        _ => null,
    };

    private Task<string> Done(TimelineRow row, CancellationToken ct) => row.What!.Split(':', 2) is [var kind, var key] ? requirements.Done(kind, key, ct) : Task.FromResult(row.What);

    private Task<string> Title(TimelineRow row, CancellationToken ct) => row.What!.Split(':', 2) is [var kind, var key] ? requirements.Named(kind, key, ct) : Task.FromResult(row.What);

    private static string Look(string kind) => kind switch
    {
        "certified" or "carried" => "is-good",
        "ended-revoked" or "step-overdue" or "step-expired" or "step-grace-ended" or "paper-revoked" or "check-failed" or "check-corrected-failed" => "is-bad",
        _ when kind.StartsWith("step-escalated", StringComparison.Ordinal) || kind.StartsWith("step-not-renewed", StringComparison.Ordinal) => "is-bad",
        "opened" or "renewal-opened" or "due-moved" or "dates-moved" => "is-open",
        _ => "is-minor",
    };
}
