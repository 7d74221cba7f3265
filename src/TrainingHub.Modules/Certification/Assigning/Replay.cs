using System.Text.Json;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certification.Assigning;

/// <summary>Where the work on one person's rules has got to.</summary>
internal sealed record Place(DateTimeOffset At, PersonStanding Standing, TimeZoneInfo Zone);

/// <param name="Standing">As it was known then; null where only time or a rule has changed something.</param>
internal sealed record Visit(long Id, DateTimeOffset At, PersonStanding? Standing);

/// <summary>An instant at which the rules are to be worked out, and what was known then.</summary>
/// <param name="Visit">Which visit is done by it.</param>
internal sealed record Moment(AsOf When, PersonStanding Standing, IReadOnlyList<RuleVersion> Rules, long? Visit);

/// <summary>
/// What has happened to one person since the rules were last worked out, in order, each as of its own instant. It reads and writes nothing: the same moments come of it whether one person
/// is caught up or a thousand at once.
/// </summary>
/// <param name="visits">By their number.</param>
/// <param name="also">Days on which something else than rules and standing asks for a look, as the end of an excuse.</param>
/// <param name="zoneOf">Of a site.</param>
internal sealed class Replay(Place begin, IEnumerable<Visit> visits, RuleBook rules, IReadOnlyCollection<DateOnly> also, Func<long, TimeZoneInfo> zoneOf, DateTimeOffset now)
{
    private readonly Queue<Visit> waiting = InOrder(visits);
    private (PersonStanding Standing, IReadOnlyList<RuleVersion> Rules, DateOnly? Day)? ahead;

    /// <summary>How far it has come; once all moments were taken, the end.</summary>
    public Place Reached { get; private set; } = begin;

    public IEnumerable<Moment> Moments()
    {
        while (true)
        {
            var byTime = NextByTime();
            // A visit that was noted late, as by a rule that was saved in the same moment, can't be put in before what is done already.
            var byVisit = waiting.TryPeek(out var visit) ? visit.At > Reached.At ? visit.At : Reached.At : (DateTimeOffset?)null;
            if (Earliest(byTime, Earliest(byVisit, rules.NextAfter(Reached.At))) is not { } at || at > now) yield break;
            // At one instant: first what the new day brought, then what people did, then what was decided about everybody.
            Reached = Reached with { At = at };
            long? done = null;
            if (at == byVisit && at != byTime)
            {
                done = waiting.Dequeue().Id;
                if (visit!.Standing is { } standing) Reached = new Place(at, standing, zoneOf(standing.SiteId));
            }
            yield return new Moment(new AsOf(at, Reached.Zone.DayOf(at), at == byTime), Reached.Standing, rules.KnownAt(at), done);
        }
    }

    /// <summary>When time alone may change something next.</summary>
    public DateTimeOffset? NextByTime()
    {
        var (known, today) = (rules.KnownAt(Reached.At), Reached.Zone.DayOf(Reached.At));
        // Between two such days nothing changes, so the next one stays the next until it comes.
        if (ahead is not { } a || !ReferenceEquals(a.Standing, Reached.Standing) || !ReferenceEquals(a.Rules, known) || a.Day <= today)
            ahead = (Reached.Standing, known, RuleDays.Next(Reached.Standing, known, also, today));
        return ahead.Value.Day is { } day ? Reached.Zone.StartOfDay(day) : null;
    }

    /// <summary>By their instants; but a clock that was put back does not put what was noted last before what was noted first.</summary>
    private static Queue<Visit> InOrder(IEnumerable<Visit> visits)
    {
        var latest = DateTimeOffset.MinValue;
        return new Queue<Visit>(visits.Select(v => v.Standing is null ? v : v with { At = latest = v.At > latest ? v.At : latest }).OrderBy(v => v.At).ThenBy(v => v.Id));
    }

    private static DateTimeOffset? Earliest(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b : a;
}

/// <summary>A visit as it is stored.</summary>
internal sealed record VisitRow(long Id, long PersonId, DateTimeOffset At, string? Standing)
{
    public Visit ToVisit() => new(Id, At, Standing is null ? null : StandingText.Read(Standing));
}

internal static class StandingText
{
    public static PersonStanding Read(string json) => JsonSerializer.Deserialize<PersonStanding>(json, Json.Plain)!;

    public static string Write(PersonStanding standing) => JsonSerializer.Serialize(standing, Json.Plain);
}
