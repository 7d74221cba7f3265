using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Forecast;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Certification.Carried;
using TrainingHub.Tests.People;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Certification.CertificationWords;

namespace TrainingHub.Tests.Certification.Forecast;

public sealed class ForecastTests
{
    [Fact]
    public void A_year_is_told_week_by_week_and_weeks_below_the_minimum_are_marked()
    {
        var sums = new Dictionary<DateOnly, long> { [Day("2026-02-23")] = 9, [Day("2026-03-02")] = 1, [Day("2026-03-16")] = 2, [Day("2028-01-03")] = 3 };
        var (now, weeks) = ForecastLine.Of(sums, Day("2026-03-02"), needed: 4);
        Assert.Equal(6, now);
        Assert.Equal([(1L, 5L, false), (0L, 5L, false), (2L, 3L, true), (0L, 3L, true)], weeks.Take(4).Select(w => (w.Ending, w.Held, w.IsShort)));
        Assert.Equal((53, 3L, Day("2027-03-01")), (weeks.Count, weeks[^1].Held, weeks[^1].Monday));
        Assert.All(ForecastLine.Of(sums, Day("2026-03-02"), needed: null).Weeks, w => Assert.False(w.IsShort));
    }

    [Theory]
    [InlineData("2026-03-08", null, "2026-03-02")]
    [InlineData("2026-03-09", null, "2026-03-09")]
    [InlineData("2026-03-31", "2026-03-10", "2026-03-09")] // who leaves holds it here no longer
    [InlineData("2026-03-31", "2026-06-10", "2026-03-30")]
    public void The_last_week_is_that_of_expiry_or_leaving_whichever_comes_first(string expires, string? left, string monday) =>
        Assert.Equal(Day(monday), HeldWeek.Of(Day(expires), DayOrNull(left)));

    [Theory, BothDatabases]
    public async Task The_forecast_follows_completion_renewal_revocation_transfer_and_leaving(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming");
        var (top, other) = (await hub.Scalar<long>("select min(id) from people_site"), await hub.Site("B"));
        var person = await hub.Person("E1");
        await hub.RunsJobs();
        Assert.Equal([], await Sums(hub));
        await hub.Reads(person, "grooming");
        await hub.Passes(person, "grooming"); // on time: valid until a year after 12 January
        Assert.Equal([$"{top} 2027-01-11 1"], await Sums(hub));
        await hub.Moves(person, other);
        Assert.Equal([$"{other} 2027-01-11 1"], await Sums(hub));
        await hub.Leaves(person, "2026-06-30");
        Assert.Equal([$"{other} 2026-06-29 1"], await Sums(hub));
        await hub.Leaves(person, null);
        hub.Now("2026-12-01");
        await hub.RunsJobs();
        await hub.Passes(person, "grooming");
        Assert.Equal([$"{other} 2028-01-10 1"], await Sums(hub));
        await hub.Revokes((await hub.Periods(person))[1].Id);
        Assert.Equal([], await Sums(hub));
        hub.Now("2026-12-03");
        await hub.CarriesOver("E1,grooming,2026-12-02,2027-03-03,,,,\n");
        Assert.Equal([$"{other} 2027-03-01 1"], await Sums(hub));
    }

    /// <summary>Random lives of a few people: after each, the sums that grew with them are those that counting anew gives.</summary>
    [Theory, BothDatabases]
    public async Task Sums_that_grew_are_those_that_counting_anew_gives(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        string[] programs = ["grooming", "greetings"];
        foreach (var program in programs) await hub.Programme(program, CertificationSteps.Yaml(program, "active: 3m, window: 1m, basis: expiry, grace: 14d", assign: "audience: {}, dueIn: 7d", requires: "allOf: [{ quiz: SLUG }]"));
        long[] sites = [await hub.Scalar<long>("select min(id) from people_site"), await hub.Site("B"), await hub.Site("C")];
        long[] people = [await hub.Person("E1"), await hub.Person("E2"), await hub.Person("E3")];
        var today = Day("2026-01-05");
        var deeds = Gen.ArrayOf(Gen.Choose(0, 999_999), 40).Sample(1, 1).Single();
        foreach (var deed in deeds)
        {
            var (person, program) = (people[deed / 10 % people.Length], programs[deed / 100 % programs.Length]);
            if (deed % 10 is 0 or 1)
            {
                today = today.AddDays(1 + deed / 1000 % 40);
                hub.Now($"{today:yyyy-MM-dd}");
                await hub.RunsJobs();
            }
            else if (deed % 10 is 2 or 3) await hub.Moves(person, sites[deed / 1000 % sites.Length]);
            else if (deed % 10 == 4) await hub.Leaves(person, (deed / 1000 % 2) == 0 ? $"{today.AddDays(deed / 2000 % 60):yyyy-MM-dd}" : null);
            else if (deed % 10 == 5 && (await hub.Periods(person)).Find(p => p.IsCertified) is { } held) await hub.Revokes(held.Id);
            else await hub.Passes(person, program);
        }
        Assert.True((await Broken(hub)).Count == 0, $"{string.Join("; ", await Broken(hub))} after {string.Join(' ', deeds)}");
        var grown = await Sums(hub);
        await hub.Execute("delete from certification_forecast");
        await hub.Execute("update certification_requirement set counted_site_id = null, counted_week_on = null");
        Assert.Equal(await hub.Scalar<long>("select count(*) from certification_period where completed_on is not null and ended_on is null"), await hub.In(s => s.GetRequiredService<RebuildForecast>().Handle(default)));
        Assert.Equal(grown, await Sums(hub));
        Assert.Equal(0, await hub.In(s => s.GetRequiredService<RebuildForecast>().Handle(default)));
    }

    [Theory, BothDatabases]
    public async Task What_is_counted_wrong_is_found_and_mended(TestDatabase database)
    {
        await using var hub = await Hub(database);
        var right = await Sums(hub);
        await hub.Execute("update certification_forecast set people = people + 1 where site_id = (select max(site_id) from certification_forecast)");
        Assert.Contains("the sum is off by 1", Assert.Single(await Broken(hub)), StringComparison.Ordinal);
        await hub.In(s => s.GetRequiredService<RebuildForecast>().Handle(default));
        Assert.Equal(right, await Sums(hub));
        await hub.Execute("update certification_period set expires_on = @on where id = (select min(id) from certification_period)", new { on = Day("2027-06-30") });
        Assert.Contains("not at", Assert.Single(await Broken(hub)), StringComparison.Ordinal);
        Assert.Equal(1, await hub.In(s => s.GetRequiredService<RebuildForecast>().Handle(default)));
        Assert.Empty(await Broken(hub));
    }

    [Theory, BothDatabases]
    public async Task A_site_that_falls_below_its_minimum_is_marked_on_page_and_in_the_file(TestDatabase database)
    {
        await using var hub = await Hub(database);
        var near = await hub.Scalar<long>("select id from people_site where code = 'NEAR'");
        using var hr = await hub.SignedIn(await hub.Person("H1", Roles.Hr));
        var page = await hr.Page($"/hr/forecast/{near}/grooming");
        Assert.Contains("Nobody has said how many the site needs.", page.Body!.TextContent, StringComparison.Ordinal);
        await Forms.Post(hr, $"/hr/forecast/{near}/grooming", $"/hr/forecast/{near}/grooming", new() { ["EachShift"] = "2", ["Shifts"] = "1" });

        page = await hr.Page($"/hr/forecast/{near}/grooming");
        Assert.Contains("2 a shift × 1 shifts = 2 people", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Too few after the week of", page.QuerySelector(".status-warn")!.TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.QuerySelectorAll("svg[role=img] .cover-bar-short"));
        Assert.Equal(page.QuerySelectorAll("svg .cover-bar-short").Length, page.QuerySelectorAll("table .status-bad").Length);
        Assert.Contains("Too few after", (await hr.Page("/hr/forecast")).QuerySelector("table")!.TextContent, StringComparison.Ordinal);

        var csv = await hr.GetStringAsync("/hr/forecast.csv?site=NEAR&program=grooming");
        var lines = csv.TrimStart('\ufeff').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((54, "Site,Programme,Week from,Ending,Held after the week,Minimum,Below the minimum"), (lines.Length, lines[0]));
        var rows = page.QuerySelectorAll("table tbody tr").Select(r => r.QuerySelectorAll("td").Take(2).Select(c => c.TextContent.Trim()).ToArray()).ToList();
        Assert.Equal(rows.Select(r => string.Join(',', r)), lines.Skip(1).Select(l => string.Join(',', l.Split(',')[3..5])));
        Assert.Equal(page.QuerySelectorAll("table .status-bad").Length, lines.Count(l => l.EndsWith(",2,yes", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Forms.Post(hr, $"/hr/forecast/{near}/grooming", $"/hr/forecast/{near}/grooming", new() { ["EachShift"] = "2", ["Shifts"] = "0" })).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Forms.Post(hr, $"/hr/forecast/{near}/grooming", $"/hr/forecast/{near}/grooming", new() { ["EachShift"] = "two", ["Shifts"] = "1" })).StatusCode);
        Assert.Equal(2, await hub.Scalar<long>("select each_shift from certification_cover"));
        await Forms.Post(hr, $"/hr/forecast/{near}/grooming", $"/hr/forecast/{near}/grooming", new() { ["EachShift"] = "0", ["Shifts"] = "1" });
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from certification_cover"));
    }

    [Theory, BothDatabases]
    public async Task Each_reader_sees_the_forecast_of_their_own_people(TestDatabase database)
    {
        await using var hub = await Hub(database);
        var (near, far) = (await hub.Scalar<long>("select id from people_site where code = 'NEAR'"), await hub.Scalar<long>("select id from people_site where code = 'FAR'"));
        var manager = await hub.Person("M1");
        await hub.Grant(manager, Roles.Manager, near, null);
        using var whole = await hub.SignedIn(manager);
        Assert.Equal(["Site NEAR"], (await whole.Page("/hr/forecast")).QuerySelectorAll("tbody th").Select(c => c.TextContent));
        Assert.Equal(HttpStatusCode.NotFound, (await whole.GetAsync($"/hr/forecast/{far}/grooming")).StatusCode);
        Assert.Empty((await whole.Page($"/hr/forecast/{near}/grooming")).QuerySelectorAll("form[method=post] #each"));
        Assert.DoesNotContain("Site FAR", await whole.GetStringAsync("/hr/forecast.csv"), StringComparison.Ordinal);

        // Of a department only its people are counted, though the site's sums know all.
        var department = await hub.Department(near, "FRONT");
        await hub.Execute("update people_person set department_id = @department where employee_number = 'E1'", new { department });
        var lead = await hub.Person("M2");
        await hub.Grant(lead, Roles.Manager, near, department);
        using var part = await hub.SignedIn(lead);
        Assert.Equal(["1"], (await part.Page("/hr/forecast")).QuerySelectorAll("tbody td:nth-child(3)").Select(c => c.TextContent.Trim()));
        Assert.Equal(["2"], (await whole.Page("/hr/forecast")).QuerySelectorAll("tbody td:nth-child(3)").Select(c => c.TextContent.Trim()));
    }

    /// <summary>Two hold it at NEAR, until August 2026 and March 2027; one at FAR.</summary>
    private static async Task<TestHub> Hub(TestDatabase database)
    {
        var hub = await CertificationSteps.StartAt(database, "2026-03-02");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: null));
        var (near, far) = (await hub.Site("NEAR"), await hub.Site("FAR"));
        foreach (var (number, site) in new[] { ("E1", near), ("E2", near), ("E3", far) }) await hub.Moves(await hub.Person(number), site);
        await hub.CarriesOver("E1,grooming,2025-08-12,,,,,\nE2,grooming,2026-03-01,,,,,\nE3,grooming,2026-01-01,,,,,\n");
        return hub;
    }

    private static Task<List<string>> Sums(TestHub hub) =>
        hub.Rows<string>("select site_id || ' ' || cast(week_on as text) || ' ' || people from certification_forecast where people <> 0 order by program_id, site_id, week_on");

    private static async Task<IReadOnlyList<string>> Broken(TestHub hub) => (await hub.In(s => s.GetServices<TrainingHub.Modules.Platform.Invariants.IInvariant>().OfType<ForecastIsCountedRight>().Single().Check(default))).Broken;
}
