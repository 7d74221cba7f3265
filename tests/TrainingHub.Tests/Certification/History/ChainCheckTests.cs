using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.History;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Verbs;
using TrainingHub.Tests.Certification.Carried;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Certification.History;

/// <summary>
/// On 20 November 2027: E1 was certified, renewed, and is asked to renew again; E2 is asked; E3 and E4 are certified, E4 by a paper from elsewhere; E5 moved to and fro.
/// </summary>
public sealed class FiveLives : IAsyncLifetime
{
    private readonly Dictionary<TestDatabase, TestHub> hubs = [];

    internal TestHub On(TestDatabase database) => hubs[database];

    public async ValueTask InitializeAsync()
    {
        foreach (var database in Enum.GetValues<TestDatabase>()) hubs[database] = await Live(database);
    }

    private static async Task<TestHub> Live(TestDatabase database)
    {
        var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming");
        var first = await hub.Person("E1");
        await hub.RunsJobs();
        hub.Now("2026-01-08");
        await hub.Reads(first, "grooming");
        await hub.Passes(first, "grooming");
        hub.Now("2026-12-01");
        await hub.RunsJobs();
        await hub.Passes(first, "grooming");
        hub.Now("2027-11-20");
        await hub.RunsJobs();
        await hub.Person("E2");
        var (third, fifth) = (await hub.Person("E3"), await hub.Person("E5"));
        await hub.Person("E4");
        await hub.RunsJobs();
        await hub.Reads(third, "grooming");
        await hub.Passes(third, "grooming");
        await hub.CarriesOver("E4,grooming,2027-10-01,2028-03-03,,,,\n");
        await hub.Reads(fifth, "grooming");
        await hub.Assigns(fifth, "grooming");
        await hub.Execute("update certification_reason set ended_at = assigned_at, ended_on = from_on where requirement_id = (select id from certification_requirement where person_id = @fifth)", new { fifth });
        await hub.Execute("update certification_period set ended_on = assigned_on, end_reason = 'unassigned', ended_recorded_at = recorded_at where person_id = @fifth", new { fifth });
        await hub.Assigns(fifth, "grooming", "2027-12-24");
        return hub;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var hub in hubs.Values) await hub.DisposeAsync();
    }
}

public sealed class ChainCheckTests(FiveLives lives) : IClassFixture<FiveLives>
{
    private const string Of1 = "(select id from v_people_person where employee_number = 'E1')";
    private const string Of2 = "(select id from v_people_person where employee_number = 'E2')";
    private const string Of3 = "(select id from v_people_person where employee_number = 'E3')";
    private const string Of4 = "(select id from v_people_person where employee_number = 'E4')";

    private static Task<ChainsChecked> Check(TestHub hub) => hub.In(s => s.GetRequiredService<CheckChains>().Handle(new ChainSelection(), 100, null, default));

    [Theory, BothDatabases]
    public async Task What_the_hub_did_itself_fits_together(TestDatabase database)
    {
        var done = await Check(lives.On(database));
        Assert.Equal([], done.Problems.Select(p => $"{p.Problem.Kind} {p.PersonId}: {p.Problem.Found} {p.Problem.Expected}"));
        Assert.Equal((5L, 8L), (done.Chains, done.Periods));
    }

    /// <summary>Each is made by one change of the database, which is undone at the end: whatever else is found, it is found, with what should be there and what to do.</summary>
    [Theory]
    [InlineData("dates", "update certification_period set expires_on = '2028-12-01' where person_id = " + Of3, "to 2028-12-01", "valid to 2028-11-27")]
    [InlineData("dates", "update certification_period set grace_ends_on = expires_on where person_id = " + Of4, "grace until 2028-03-03", "grace until 2028-03-17")]
    [InlineData("dates", "update certification_period set anchor_steps = 5 where person_id = " + Of3, "Valid from", "valid to 2028-11-27")]
    [InlineData("anchor", "update certification_requirement set chain_anchor_on = '2020-02-02' where person_id = " + Of3, "from 2020-02-02", "gives 2027-11-27")]
    [InlineData("completed-another-day", "update certification_period set completed_on = '2027-11-19', valid_from = '2027-11-19' where person_id = " + Of3, "Completed on 2027-11-19", "complete on 2027-11-20")]
    [InlineData("evidence-missing", "delete from certification_evidence where period_id = (select id from certification_period where person_id = " + Of3 + ") and deed_id in (select id from certification_deed where kind = 'quiz')", "Certified on 2027-11-20", "quiz:grooming")]
    [InlineData("evidence-of-another", "update certification_deed set person_id = " + Of2 + " where kind = 'quiz' and person_id = " + Of3, "quiz:grooming", "whose period it is")]
    [InlineData("evidence-too-old", "update certification_deed set occurred_at = '2027-11-19T00:00:00.000000Z' where kind = 'course' and person_id = " + Of3, "2027-11-19 00:00:00Z", "Evidence from 2027-11-20")]
    [InlineData("evidence-not-asked", "update certification_deed set key = 'other' where kind = 'quiz' and person_id = " + Of3, "quiz:other", "course:grooming, quiz:grooming")]
    [InlineData("evidence-twice", "insert into certification_evidence(period_id, deed_id, recorded_at) select (select id from certification_period where number = 2 and person_id = " + Of1 + "), e.deed_id, e.recorded_at from certification_evidence e where e.period_id = (select id from certification_period where number = 1 and person_id = " + Of1 + ")", "periods 1 and 2", "completes no other")]
    [InlineData("two-open", "drop index certification_period_open; update certification_period set completed_on = null where person_id = " + Of1 + " and number = 2", "Periods 2, 3 are open", "one open")]
    [InlineData("two-certified", "drop index certification_period_certified; update certification_period set ended_on = null, end_reason = null where number = 1 and person_id = " + Of1, "Periods 1, 2 are certified", "one period in force")]
    [InlineData("renewed-but-in-force", "drop index certification_period_certified; update certification_period set ended_on = null, end_reason = null where number = 1 and person_id = " + Of1, "renewed by period 2", "Ended on 2026-12-01")]
    [InlineData("renewed-by-none", "update certification_period set renews_id = null where number = 2 and person_id = " + Of1, "no period renewed it", "A completed period")]
    [InlineData("renewed-another-day", "update certification_period set ended_on = '2026-12-24' where number = 1 and person_id = " + Of1, "on 2026-12-24", "completed on 2026-12-01")]
    [InlineData("renewal-too-early", "update certification_period set assigned_on = '2027-06-01' where number = 3 and person_id = " + Of1, "opened on 2027-06-01", "opens on 2027-11-12")]
    [InlineData("renews-nothing", "update certification_period set renews_id = (select id from certification_period where person_id = " + Of3 + ") where number = 3 and person_id = " + Of1, "Period 3 renews", "of the same person")]
    [InlineData("another-person", "update certification_period set person_id = " + Of2 + " where person_id = " + Of3, "belongs to person", "Its requirement belongs")]
    [InlineData("step-missing", "delete from certification_due where step = 'window-opens' and period_id = (select id from certification_period where person_id = " + Of3 + ")", "step window-opens", "on 2028-09-27")]
    [InlineData("step-missing", "update certification_due set due_on = '2029-01-01' where period_id = (select id from certification_period where person_id = " + Of2 + ")", "due-soon is noted for 2029-01-01", "on 2027-11-24")]
    [InlineData("step-missing", "update certification_due set done_at = '2027-11-20T00:00:00.000000Z' where step = 'expired' and period_id = (select id from certification_period where person_id = " + Of4 + ")", "done since 2027-11-20", "on 2028-03-04")]
    [InlineData("open-unasked", "update certification_reason set ended_at = assigned_at where requirement_id = (select id from certification_requirement where person_id = " + Of2 + ")", "nobody asks", "ends as unassigned")]
    [InlineData("asked-not-open", "update certification_period set ended_on = assigned_on, end_reason = 'unassigned', ended_recorded_at = recorded_at where person_id = " + Of2, "asked of this person", "An open period")]
    [InlineData("forecast", "update certification_requirement set counted_week_on = '2020-01-06' where person_id = " + Of3, "from 2020-01-06", "from 2028-11-27")]
    [InlineData("paper-missing", "delete from certificates_certificate where person_id = " + Of3, "no certificate was issued", "A certificate")]
    [InlineData("paper-dates", "update certificates_certificate set expires_on = '2030-01-01' where person_id = " + Of3, "to 2030-01-01", "to 2028-11-27")]
    [InlineData("paper-in-force", "update certificates_certificate set ended_at = null, end_kind = null where ended_at is not null and person_id = " + Of1, "ended on 2026-12-01", "ends with its period")]
    [InlineData("paper-ended", "update certificates_certificate set ended_at = issued_at where person_id = " + Of3, "has ended", "in force")]
    [InlineData("paper-too-early", "update certificates_certificate set period_id = (select id from certification_period where number = 3 and person_id = " + Of1 + ") where person_id = " + Of3, "not completed", "No certificate")]
    public async Task Each_kind_of_inconsistency_is_found_and_explained(string kind, string sql, string found, string expected)
    {
        foreach (var database in Enum.GetValues<TestDatabase>())
            await lives.On(database).In(async s =>
            {
                var db = s.GetRequiredService<Db>();
                await using var undone = await db.Begin(default);
                Assert.True(await db.Execute(sql, null, default) != 0, "The test changed nothing.");
                var done = await s.GetRequiredService<CheckChains>().Handle(new ChainSelection(), 100, null, default);
                var all = string.Join('\n', done.Problems.Select(p => $"{p.Problem.Kind}: {p.Problem.Found} | {p.Problem.Expected}"));
                Assert.True(done.Problems.Any(p => p.Problem.Kind == kind && p.Problem.Found.ToString().Contains(found, StringComparison.Ordinal) && p.Problem.Expected.ToString().Contains(expected, StringComparison.Ordinal)), all);
                Assert.All(done.Problems, p => Assert.NotEqual("", p.Problem.Remedy.ToString()));
                return 0;
            });
    }

    [Theory, BothDatabases]
    public async Task A_selection_reads_no_other_chains_and_of_very_many_problems_the_first_are_kept(TestDatabase database)
    {
        var hub = lives.On(database);
        await hub.In(async s =>
        {
            var (db, check) = (s.GetRequiredService<Db>(), s.GetRequiredService<CheckChains>());
            await using var undone = await db.Begin(default);
            await db.Execute("update certification_requirement set counted_week_on = '2020-01-06'", null, default);
            var person = await db.Scalar<long>("select id from v_people_person where employee_number = 'E3'", null, default);
            Assert.Equal(person, Assert.Single((await check.Handle(new ChainSelection(Person: person), 100, null, default)).Problems).PersonId);
            Assert.Equal(0, (await check.Handle(new ChainSelection(Program: -1), 100, null, default)).Chains);
            var some = await check.Handle(new ChainSelection(), 2, null, default);
            Assert.Equal((5L, 2), (some.Found, some.Problems.Count));
            return 0;
        });
    }

    [Theory]
    [InlineData("--person E0", "Nobody has the employee number E0.")]
    [InlineData("--program grooming --person e0", "Nobody has the employee number e0.")]
    [InlineData("--program none --person e1", "There is no programme none.")]
    public async Task The_verb_says_in_one_line_that_there_is_no_such_person_or_programme(string options, string said)
    {
        var (exit, output, error) = await lives.On(TestDatabase.Sqlite).In(async s =>
        {
            await using var written = new StringWriter { NewLine = "\n" };
            await using var refused = new StringWriter { NewLine = "\n" };
            var verb = new CheckVerb(s.GetRequiredService<Db>(), s.GetRequiredService<CheckChains>());
            var exit = await verb.Build("check").Parse(options.Split(' ')).InvokeAsync(new InvocationConfiguration { Output = written, Error = refused });
            return (exit, written.ToString(), refused.ToString());
        });
        Assert.Equal((ExitCodes.DataAtFault, "", said + "\n"), (exit, output, error));
    }

    [Theory, BothDatabases]
    public async Task The_page_shows_what_the_last_check_found_to_whoever_may_see_those_people(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming");
        var (near, far) = (await hub.Person("E1"), await hub.Person("E2"));
        var site = await hub.Site("FAR");
        await hub.Moves(far, site);
        var (auditor, there) = (await hub.Person("A1", Roles.Auditor), await hub.Person("A2"));
        await hub.Grant(there, Roles.Auditor, site, null);
        await hub.RunsJobs();
        using var all = await hub.SignedIn(auditor);
        Assert.Contains("Not checked yet", (await all.Page("/admin/certification-check")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("ok", (await hub.RunJob(CheckJob.Id)).Outcome);
        Assert.Contains("Everything fits together", (await all.Page("/admin/certification-check")).Body!.TextContent, StringComparison.Ordinal);

        await hub.Execute("delete from certification_due where period_id in (select id from certification_period where person_id in (@near, @far))", new { near, far });
        Assert.Equal("ok", (await hub.RunJob(CheckJob.Id)).Outcome);
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from certification_check"));
        var page = await all.Page("/admin/certification-check");
        Assert.Equal(2, page.QuerySelectorAll("main .card").Length);
        Assert.Contains("The step due-soon on 2026-01-09, still to be done.", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector($"main a[href='/hr/people/{near}/certifications']"));
        using var some = await hub.SignedIn(there);
        page = await some.Page("/admin/certification-check");
        Assert.Contains("测试 E2", Assert.Single(page.QuerySelectorAll("main .card")).TextContent, StringComparison.Ordinal);
        Assert.Contains("1 problems are not listed here", page.Body!.TextContent, StringComparison.Ordinal);
        using var learner = await hub.SignedIn(near);
        Assert.Equal("/denied", (await learner.GetAsync("/admin/certification-check")).Headers.Location?.AbsolutePath);
    }
}
