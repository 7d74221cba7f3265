using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Ahead;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Certification.Carried;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Certification.CertificationWords;

namespace TrainingHub.Tests.Certification.Ahead;

public sealed class AheadTests
{
    private static readonly PeriodPolicy Yearly = Policy("12m", "2m", ExpiryBasis.Expiry, grace: "14d");

    private static string[] Of(RenewalHabit habit, string from, string until, PeriodPolicy? policy = null, bool asks = true) =>
        [.. AheadDays.Of(new AheadStart(null, new HeldAhead(Day("2026-01-31"), Day("2027-01-31"), Day("2026-11-30"), Day("2027-02-14"), Span("7d")), Day("2026-01-31"), asks), policy ?? Yearly, habit, Day(from), Day(until))
            .Select(d => $"{d.Day:yyyy-MM-dd} {d.What}{(d.Until is { } last ? $" {last:yyyy-MM-dd}" : "")}")];

    [Fact]
    public void What_somebody_will_do_decides_what_comes()
    {
        Assert.Equal(["2026-11-30 window-opens", "2027-01-17 expiring", "2027-01-31 certified 2028-01-31", "2027-11-30 window-opens"], Of(RenewalHabit.LastDay, "2026-03-01", "2027-12-31"));
        Assert.Equal(["2026-11-30 window-opens", "2026-11-30 certified 2028-01-31", "2027-11-30 window-opens", "2027-11-30 certified 2029-01-31"], Of(RenewalHabit.Early, "2026-03-01", "2027-12-31"));
        Assert.Equal(["2026-11-30 window-opens", "2027-01-17 expiring", "2027-02-01 expired", "2027-02-07 not-renewed", "2027-02-14 certified 2028-02-14", "2027-12-14 window-opens"], Of(RenewalHabit.InGrace, "2026-03-01", "2027-12-31"));
        Assert.Equal(["2026-11-30 window-opens", "2027-01-17 expiring", "2027-02-01 expired", "2027-02-07 not-renewed", "2027-02-15 grace-ended"], Of(RenewalHabit.Never, "2026-03-01", "2030-12-31"));
        // Of whom nobody asks it the dates are the same, but no renewal opens.
        Assert.Equal(["2027-01-17 expiring", "2027-02-01 expired", "2027-02-15 grace-ended"], Of(RenewalHabit.Early, "2026-03-01", "2030-12-31", asks: false));
    }

    [Fact]
    public void A_policy_before_saving_shows_the_dates_it_would_give()
    {
        Assert.Equal(["2027-01-17 expiring", "2027-01-31 certified 2027-07-31", "2027-05-31 window-opens"], Of(RenewalHabit.LastDay, "2026-12-01", "2027-06-30", Policy("6m", "2m", ExpiryBasis.Expiry)));
        // Fixed dates count from the chain's own anchor, whatever date the policy names for new ones.
        Assert.Equal(["2027-01-17 expiring", "2027-01-31 certified 2027-07-31"], Of(RenewalHabit.LastDay, "2026-12-01", "2027-03-30", Policy("6m", "2m", ExpiryBasis.Fixed, minimum: "6m", anchor: "2026-03-01")));
    }

    /// <summary>The strongest that can be said of it: the real jobs, run along the time line, do on each of its days what it says, and nothing on the days before.</summary>
    [Theory, BothDatabases]
    public async Task The_time_line_ahead_is_what_then_happens(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-31");
        var policies = new Dictionary<string, string>
        {
            ["completion"] = "active: 3m, window: 1m, basis: completion, grace: 10d", ["expiry"] = "active: 3m, window: 1m, basis: expiry, grace: 10d",
            ["fixed"] = "active: 3m, window: 1m, basis: fixed, minimum: 1m, firstMinimum: 1d, anchor: 2026-02-15, grace: 0d",
        };
        foreach (var (slug, policy) in policies) await hub.Programme(slug, CertificationSteps.Yaml(slug, policy, assign: null, requires: "allOf: [{ quiz: SLUG }]"));
        var people = new Dictionary<RenewalHabit, long>();
        foreach (var habit in Enum.GetValues<RenewalHabit>())
        {
            people[habit] = await hub.Person($"E{(int)habit}");
            foreach (var slug in policies.Keys) await hub.Assigns(people[habit], slug, due: "2026-02-10");
        }
        foreach (var slug in policies.Keys) await hub.Passes(people[RenewalHabit.Never], slug);
        await hub.Execute("update certification_due set done_at = @now where due_on <= @today", new { now = hub.Clock.GetUtcNow(), today = Day("2026-01-31") });

        hub.Now("2026-02-01", "00:30");
        var (from, until) = (Day("2026-02-01"), Day("2026-12-31"));
        var ahead = new Dictionary<(long Person, string Program), IReadOnlyList<AheadDay>>();
        foreach (var (habit, person) in people)
            foreach (var slug in policies.Keys) ahead[(person, slug)] = await Look(hub, person, slug, habit, from, until);
        var told = new List<string>();
        var last = await hub.Scalar<long>("select max(id) from platform_event");
        var days = ahead.Values.SelectMany(a => a).Select(a => a.Day).SelectMany(d => (DateOnly[])[d, d.AddDays(-1)]).Where(d => d >= from).Distinct().Order().ToList();
        foreach (var day in days)
        {
            hub.Now($"{day:yyyy-MM-dd}", "06:00");
            foreach (var job in (string[])["certification.renewal-windows", "certification.lifecycle"]) Assert.Equal("ok", (await hub.RunJob(job)).Outcome);
            hub.Now($"{day:yyyy-MM-dd}");
            foreach (var ((person, slug), line) in ahead)
                if (line.Any(a => a.Day == day && a.What == AheadDays.Certified)) await hub.Passes(person, slug);
            foreach (var due in await hub.Rows<string>("select payload from platform_event where kind = 'StepsDue' and id > @last order by id", new { last }))
            {
                var steps = JsonSerializer.Deserialize<StepsDue>(due, Json.Plain)!;
                told.AddRange(steps.Periods.Select(period => $"{period} {steps.Step} {day:yyyy-MM-dd}"));
            }
            last = await hub.Scalar<long>("select max(id) from platform_event");
        }
        foreach (var ((person, slug), line) in ahead)
        {
            var periods = (await hub.Periods(person)).Where(p => p.RecordedAt > DateTimeOffset.MinValue).ToList();
            var program = await hub.Scalar<long>("select id from certification_program where slug = @slug", new { slug });
            string Said(string what, DateOnly on, DateOnly? to = null) => $"{on:yyyy-MM-dd} {what}{(to is { } x ? $" {x:yyyy-MM-dd}" : "")}";
            var zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
            var happened = periods.Where(p => p.ProgramId == program && p.IsRenewal).Select(p => Said(PeriodSteps.WindowOpens, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(p.RecordedAt, zone).DateTime)))
                .Concat(periods.Where(p => p.ProgramId == program && p.CompletedOn >= from).Select(p => Said(AheadDays.Certified, p.CompletedOn!.Value, p.ExpiresOn)))
                .Concat(periods.Where(p => p.ProgramId == program).SelectMany(p => told.Where(t => t.StartsWith($"{p.Id} ", StringComparison.Ordinal)).Select(t => t.Split(' ')).Select(t => Said(t[1], Day(t[2])))));
            Assert.Equal((slug, person, string.Join('\n', line.Select(a => Said(a.What, a.Day, a.Until)).Order(StringComparer.Ordinal))), (slug, person, string.Join('\n', happened.Order(StringComparer.Ordinal))));
        }
    }

    [Theory, BothDatabases]
    public async Task A_page_shows_a_person_a_site_and_another_policy_to_whom_they_may_be_shown(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-03-02");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: null));
        var (near, far) = (await hub.Site("NEAR"), await hub.Site("FAR"));
        var (first, second) = (await hub.Person("E1"), await hub.Person("E2"));
        await hub.Moves(first, near);
        await hub.Moves(second, far);
        await hub.CarriesOver("E1,grooming,2026-01-31,,,,,\nE2,grooming,2026-02-01,,,,,\n");
        foreach (var person in (long[])[first, second]) await hub.Assigns(person, "grooming");
        var manager = await hub.Person("M1");
        await hub.Grant(manager, Roles.Manager, near, null);
        using var browser = await hub.SignedIn(manager);

        var page = await browser.Page($"/hr/ahead?program=grooming&person={first}&habit=last-day");
        Assert.Equal(["30 November 2026", "17 January 2027", "31 January 2027"], page.QuerySelectorAll(".timeline li strong").Take(3).Select(d => d.TextContent));
        var both = await browser.Page($"/hr/ahead?program=grooming&person={first}&habit=last-day&active=6m");
        Assert.Equal(2, both.QuerySelectorAll("ol.timeline").Length);
        Assert.Contains("Certified until 31 July 2027", both.QuerySelectorAll("ol.timeline")[1].TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.GetAsync($"/hr/ahead?program=grooming&person={first}&active=6x")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/hr/ahead?program=grooming&person={second}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/hr/ahead?program=none")).StatusCode);

        var site = await browser.Page("/hr/ahead?program=grooming&habit=never");
        Assert.Contains("测试 E1", site.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("测试 E2", site.Body.TextContent, StringComparison.Ordinal);
        var february = site.QuerySelectorAll("table")[0].QuerySelectorAll("tbody tr")[11];
        Assert.Equal(["0", "1", "1", "0"], february.QuerySelectorAll("td").Select(c => c.TextContent));

        var before = await hub.Scalar<long>("select count(*) from platform_event");
        await browser.Page("/hr/ahead?program=grooming&site=NEAR&active=6m&basis=fixed&minimum=3m");
        Assert.Equal(before, await hub.Scalar<long>("select count(*) from platform_event"));
    }

    private static Task<IReadOnlyList<AheadDay>> Look(TestHub hub, long person, string slug, RenewalHabit habit, DateOnly from, DateOnly until) => hub.In(async s =>
    {
        var db = s.GetRequiredService<TrainingHub.Modules.Platform.Data.Db>();
        var program = await db.Scalar<long>("select id from certification_program where slug = @slug", new { slug }, default);
        var policy = (await db.Row<TrainingHub.Modules.Certification.Periods.PolicyRow>($"select {TrainingHub.Modules.Certification.Periods.PolicyRow.Columns} from certification_policy y where y.program_id = @program", new { program }, default))!.ToPolicy();
        return AheadDays.Of((await s.GetRequiredService<ReadAhead>().Handle(program, person, null, from, 1, default)).Single().Start, policy, habit, from, until);
    });
}
