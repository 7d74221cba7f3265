using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certificates.Ledger;
using TrainingHub.Modules.Certification.Content;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Recalculating;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Invariants;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.People;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Certification.CertificationWords;

namespace TrainingHub.Tests.Certification;

/// <summary>A policy that holds for current periods too: what moves, what stays as it was said, and what comes of it.</summary>
public sealed class RecalculationTests
{
    private const string Before = "active: 12m, window: 2m, basis: completion, grace: 14d";

    private static readonly PolicyText ByExpiry = new("18m", "3m", "expiry", null, "30d", GraceCounts: true, Lapsed: "full");

    private static async Task<long> Program(TestHub hub) => await hub.Scalar<long>("select id from certification_program where slug = 'grooming'");

    private static Task<Outcome<RecalculationPreview>> Sees(TestHub hub, PolicyText policy) => hub.In(async s => await s.GetRequiredService<PreviewRecalculation>().Handle(await Program(hub), policy, default));

    private static async Task<Outcome<int>> Starts(TestHub hub, PolicyText policy, string? digest = null)
    {
        digest ??= (await Sees(hub, policy)).Value!.Digest;
        return await hub.In(async s => await s.GetRequiredService<StartRecalculation>().Handle(await Program(hub), policy, digest, default));
    }

    private static async Task Recalculates(TestHub hub, PolicyText policy)
    {
        Assert.Null((await Starts(hub, policy)).Problem);
        await hub.RunsJobs();
        Assert.Null(await hub.Scalar<long?>("select min(id) from certification_recalculation where done_at is null"));
    }

    /// <summary>E1 certified once, E2 renewed before its end, E3 has begun, E4 is to renew now, and HR.</summary>
    private static async Task<(TestHub Hub, List<long> People)> Organisation(TestDatabase database)
    {
        var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", policy: Before, requires: "quiz: SLUG"));
        List<long> people = [await hub.Person("E1"), await hub.Person("E2"), await hub.Person("E3"), await hub.Person("E4")];
        await hub.RunsJobs();
        foreach (var (day, i) in new[] { ("2026-01-07", 1), ("2026-02-20", 3), ("2026-06-01", 0) })
        {
            hub.Now(day);
            await hub.Passes(people[i], "grooming");
        }
        hub.Now("2026-12-01");
        await hub.RunsJobs();
        await hub.Passes(people[1], "grooming");
        hub.Now("2027-01-10");
        await hub.RunsJobs();
        return (hub, people);
    }

    private static Task<List<string>> Terms(TestHub hub) => hub.Rows<string>(
        """
        select p.employee_number || ' ' || d.number || ': due ' || coalesce(cast(d.due_on as text), '-') || ', ' || coalesce(cast(d.window_opens_on as text) || ' / ' || d.expires_on || ' / ' || d.grace_ends_on || ' from ' || d.anchor_on || ' + ' || d.anchor_steps, 'open')
        from certification_period d join people_person p on p.id = d.person_id where d.ended_on is null order by 1
        """);

    private static Task<List<string>> AsOf(TestHub hub, string day, bool corrected) => hub.Rows<string>(
        $"with {PeriodStatusSql.Known} select k.person_id || ' ' || k.number || ' ' || {PeriodStatusSql.Status} || ' ' || coalesce(cast(k.due_on as text), '') || ' ' || coalesce(cast(k.expires_on as text), '') || ' ' || coalesce(cast(k.grace_ends_on as text), '') from known k order by k.id",
        new { day = Day(day), known = corrected ? PeriodStatusSql.EverythingKnown : DateTimeOffset.Parse($"{day}T16:00:00Z", System.Globalization.CultureInfo.InvariantCulture) });

    // The quizzes of these tests are told, not taken.
    private static Task<List<string>> Broken(TestHub hub) => hub.In(async s =>
    {
        var broken = new List<string>();
        foreach (var invariant in s.GetServices<IInvariant>()) broken.AddRange((await invariant.Check(default)).Broken.Select(b => $"{invariant.Name}: {b}"));
        return broken;
    });

    [Theory, BothDatabases]
    public async Task A_recalculation_gives_what_the_policy_would_have_given(TestDatabase database)
    {
        var (hub, people) = await Organisation(database);
        await using var _ = hub;
        Assert.Equal(
            [
                "E1 1: due 2026-01-12, 2027-04-01 / 2027-06-01 / 2027-06-15 from 2026-06-01 + 1", "E2 2: due 2027-01-07, 2027-10-01 / 2027-12-01 / 2027-12-15 from 2026-12-01 + 1",
                "E3 1: due 2026-01-12, open", "E4 1: due 2026-01-12, 2026-12-20 / 2027-02-20 / 2027-03-06 from 2026-02-20 + 1", "E4 2: due 2027-02-20, open",
            ], await Terms(hub));
        await Recalculates(hub, ByExpiry);
        Assert.Equal(
            [
                "E1 1: due 2026-01-12, 2027-09-01 / 2027-12-01 / 2027-12-31 from 2026-06-01 + 1", // late: from its completion
                "E2 2: due 2027-01-07, 2028-04-07 / 2028-07-07 / 2028-08-06 from 2027-01-07 + 1", // eighteen months after what it renewed, whose day is off the new grid
                "E3 1: due 2026-01-12, open",
                "E4 1: due 2026-01-12, 2026-12-20 / 2027-08-20 / 2027-09-19 from 2026-02-20 + 1", // its window had opened, and stays so
                "E4 2: due 2027-08-20, open",
            ], await Terms(hub));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from certification_period d join certification_program p on p.id = d.program_id where d.ended_on is null and d.policy_id <> p.current_policy_id"));
        Assert.Equal((4, 3), (await hub.Scalar<int>("select count(*) from certification_requirement"), await hub.Scalar<int>("select moved from certification_recalculation")));
        Assert.Empty((await Sees(hub, ByExpiry)).Value!.Moved); // it is so now
        await hub.Passes(people[3], "grooming");
        Assert.Contains("E4 2: due 2027-08-20, 2028-11-20 / 2029-02-20 / 2029-03-22 from 2026-02-20 + 2", await Terms(hub)); // the next period goes on from there
        Assert.Empty(await Broken(hub));
        hub.Now("2027-09-01");
        await hub.RunsJobs();
        Assert.Equal("due-for-renewal", await hub.Status(people[0]));
    }

    [Theory, BothDatabases]
    public async Task What_was_reported_before_a_recalculation_is_reported_again(TestDatabase database)
    {
        var (hub, people) = await Organisation(database);
        await using var _ = hub;
        hub.Now("2027-03-10");
        await hub.RunsJobs();
        var reported = new Dictionary<string, List<string>>();
        foreach (var day in (string[])["2026-01-13", "2026-06-01", "2026-12-25", "2027-02-21", "2027-03-09"]) reported[day] = await AsOf(hub, day, corrected: false);
        var held = await AsOf(hub, "2027-02-21", corrected: true);
        await Recalculates(hub, ByExpiry);
        hub.Now("2027-03-12");
        await Recalculates(hub, ByExpiry with { Grace = "60d" });
        foreach (var (day, lines) in reported) Assert.Equal(lines, await AsOf(hub, day, corrected: false));
        Assert.NotEqual(held, await AsOf(hub, "2027-02-21", corrected: true)); // what is known of that day now is something else
        Assert.Contains(await AsOf(hub, "2027-03-10", corrected: false), s => s.EndsWith("2027-08-20 2027-09-19", StringComparison.Ordinal)); // between the two
        Assert.Equal(("expired", "due-for-renewal"), (reported["2027-03-09"].Single(s => s.StartsWith($"{people[3]} 1 ", StringComparison.Ordinal)).Split(' ')[2], await hub.Status(people[3])));
        // The rules in C# say the same.
        foreach (var person in people)
        {
            var (periods, was) = (await hub.Periods(person), await hub.In(s => PeriodWas.Of(s.GetRequiredService<TrainingHub.Modules.Platform.Data.Db>(), person, default)));
            foreach (var (day, lines) in reported)
                foreach (var period in periods.Where(p => lines.Any(l => l.StartsWith($"{person} {p.Number} ", StringComparison.Ordinal))))
                {
                    var facts = period.Facts(periods.Where(p => p.RenewsId == period.Id), [.. was.Where(w => w.PeriodId == period.Id)]).AsRecorded(Day(day), TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
                    Assert.Equal(lines.Single(l => l.StartsWith($"{person} {period.Number} ", StringComparison.Ordinal)).Split(' ')[2], facts.StatusOn(Day(day)).ToText());
                }
        }
    }

    [Theory, BothDatabases]
    public async Task Cut_short_anywhere_it_goes_on_and_every_paper_is_corrected_once(TestDatabase database)
    {
        var (hub, people) = await Organisation(database);
        await using var _ = hub;
        Assert.Equal(4, await hub.Scalar<long>("select count(*) from notifications_notice where kind = 'passed'"));
        Assert.Equal(3, (await Starts(hub, ByExpiry)).Value);
        var id = await hub.Scalar<long>("select id from certification_recalculation");
        Assert.Equal(people[1], await hub.In(s => ActivatorUtilities.CreateInstance<Recalculate>(s).Some(id, 0, 2, new JobRun(), default))); // and then the process dies
        Assert.Equal(2, await hub.Scalar<long>("select moved from certification_recalculation where done_at is null"));
        hub.Clock.Advance(TimeSpan.FromMinutes(10));
        await hub.RunsJobs();
        await hub.RunJob("work.general");
        Assert.Equal(3, await hub.Scalar<long>("select moved from certification_recalculation where done_at is not null"));
        Assert.Equal(3, await hub.Scalar<long>("select count(*) from certification_period_was where expires_on is not null"));
        Assert.Equal(["superseded corrected", "superseded corrected", "superseded corrected"], await hub.Rows<string>("select kind || ' ' || detail from certificates_ledger where kind = 'superseded' and detail = 'corrected'"));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from certificates_certificate c join certification_period d on d.id = c.period_id where c.ended_at is null and c.expires_on <> d.expires_on"));
        Assert.Equal(3, await hub.Scalar<long>("select count(*) from certificates_certificate c join certificates_certificate n on n.id = c.superseded_by where n.period_id = c.period_id"));
        Assert.Null((await hub.In(s => s.GetRequiredService<VerifyLedger>().Run(null, null, default))).Broken);
        Assert.Empty(await Broken(hub));
        Assert.Equal(4, await hub.Scalar<long>("select count(*) from notifications_notice where kind = 'passed'")); // nobody is congratulated again
    }

    [Theory, BothDatabases]
    public async Task A_set_that_has_changed_since_the_preview_is_refused_and_whom_it_cannot_move_holds_up_nobody(TestDatabase database)
    {
        var (hub, people) = await Organisation(database);
        await using var _ = hub;
        var seen = (await Sees(hub, ByExpiry)).Value!.Digest;
        await hub.Passes(people[2], "grooming");
        Assert.Equal("conflict", (await Starts(hub, ByExpiry, seen)).Problem?.Code);
        Assert.Equal((1L, 0L), (await hub.Scalar<long>("select count(*) from certification_policy"), await hub.Scalar<long>("select count(*) from certification_recalculation")));
        Assert.Null((await Starts(hub, ByExpiry)).Problem);
        var whole = await hub.Scalar<DateOnly>("select completed_on from certification_period where person_id = @id and ended_on is null and completed_on is not null", new { id = people[0] });
        await hub.Execute("update certification_period set completed_on = '9999-12-01' where person_id = @id", new { id = people[0] });
        await hub.RunJob("work.general");
        Assert.Equal(3, await hub.Scalar<long>("select moved from certification_recalculation where done_at is null"));
        await hub.Execute("update certification_period set completed_on = @whole where person_id = @id and completed_on is not null", new { whole, id = people[0] });
        hub.Clock.Advance(TimeSpan.FromHours(1));
        await hub.RunsJobs();
        Assert.Equal(4, await hub.Scalar<long>("select moved from certification_recalculation where done_at is not null"));
    }

    [Fact]
    public async Task Hr_sees_every_date_that_would_move_before_it_moves()
    {
        var (hub, people) = await Organisation(TestDatabase.Sqlite);
        await using var _ = hub;
        var siteHr = await hub.PersonAt(await hub.Site("SH1"), "H2");
        await hub.Grant(siteHr, Roles.Hr, await hub.Scalar<long>("select site_id from people_person where id = @siteHr", new { siteHr }), null);
        using var hr = await hub.SignedIn(await hub.Person("H1", Roles.Hr));
        var form = await Forms.Post(hr, "/hr/programs/grooming/policy", "/hr/programs/grooming/policy?handler=Preview", new() { ["Active"] = "6m", ["Window"] = "1m", ["Basis"] = "completion", ["Grace"] = "7d" });
        var link = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await form.Content.ReadAsStringAsync()).QuerySelector("a[href*='/policy/recalculation']")!.GetAttribute("href")!;
        var page = await hr.Page(link);
        Assert.Equal(["3", "0", "0", "0", "2"], page.QuerySelectorAll(".figures .stat").Select(e => e.TextContent));
        Assert.Contains("2 people who are certified today would be expired at once", page.QuerySelector(".alert-danger")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["E1", "E4", "E2"], page.QuerySelectorAll("tbody tr th span.muted").Select(e => e.TextContent)); // those first
        var csv = await hr.GetStringAsync(page.QuerySelector("a[href*='handler=Csv']")!.GetAttribute("href"));
        Assert.Contains("E1,测试 E1,", csv, StringComparison.Ordinal);
        Assert.Contains("2026-06-01,2027-06-01,2026-12-01,2027-04-01,2026-11-01,2027-06-15,2026-12-08,yes", csv, StringComparison.Ordinal);
        Assert.Equal(4, csv.TrimEnd().Split('\n').Length);

        using var away = await hub.SignedIn(siteHr);
        var beyond = await away.GetAsync(link);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, beyond.StatusCode);
        Assert.DoesNotContain("测试 E1", await beyond.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var fields = page.QuerySelectorAll("main form[method=post] input[type=hidden]").ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value")!);
        var done = await hr.PostAsync(link[..link.IndexOf('?', StringComparison.Ordinal)], new FormUrlEncodedContent(fields));
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.Contains("The dates of current periods are being moved: 0 of 3 so far.", await hr.GetStringAsync("/hr/programs/grooming"), StringComparison.Ordinal);
        await hub.RunsJobs();
        Assert.Equal("expired", await hub.Status(people[0]));
        Assert.DoesNotContain("are being moved", await hr.GetStringAsync("/hr/programs/grooming"), StringComparison.Ordinal);
        Assert.Contains("to 1 June 2027, until the policy was recalculated on", await hr.GetStringAsync($"/hr/people/{people[0]}/certifications"), StringComparison.Ordinal);
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from platform_audit where action = 'certification.policy-recalculated'"));
    }

    [Theory, BothDatabases]
    public async Task A_renewal_whose_window_a_wider_policy_opens_at_once_has_that_policy(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", policy: Before, requires: "quiz: SLUG"));
        var person = await hub.Person("E1");
        await hub.RunsJobs();
        hub.Now("2026-01-07");
        await hub.Passes(person, "grooming"); // until 12 January 2027; the window opens on 12 November
        hub.Now("2026-10-01");
        await hub.RunsJobs();
        await Recalculates(hub, new PolicyText("12m", "4m", "completion", null, "14d", GraceCounts: true, Lapsed: "full"));
        await hub.RunsJobs();
        Assert.Equal([2L], await hub.Rows<long>("select y.number from certification_period d join certification_policy y on y.id = d.policy_id where d.renews_id is not null"));
        Assert.Empty(await Broken(hub));
    }
}
