using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certificates;
using TrainingHub.Modules.Certificates.Contracts;
using TrainingHub.Modules.Certificates.Ledger;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Invariants;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Certification.CertificationWords;

namespace TrainingHub.Tests.Certification.Carried;

public sealed class CarryOverTests
{
    [Theory, BothDatabases]
    public async Task A_carried_certification_renews_like_an_earned_one(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-03-02");
        await hub.Programme("grooming");
        var person = await hub.Person("E1");
        var result = await hub.CarriesOver("E1,grooming,2025-08-10,2026-08-31,,Old Academy,OA-77,folder 3\n");
        Assert.Equal((true, 1, 0), (result.Applied, result.Carried, result.Unchanged));
        await hub.RunsJobs(); // the rule comes after it, and asks for nothing yet
        var carried = Assert.Single(await hub.Periods(person));
        Assert.Equal((Day("2025-08-10"), Day("2026-08-31"), Day("2026-06-30"), Day("2026-09-14")), (carried.CompletedOn, carried.ExpiresOn, carried.WindowOpensOn, carried.GraceEndsOn));
        Assert.Equal("certified", await hub.Status(person));

        hub.Now("2026-06-30");
        await hub.RunsJobs();
        Assert.Equal("due-for-renewal", await hub.Status(person));
        hub.Now("2026-07-15");
        await hub.Passes(person, "grooming");
        var periods = await hub.Periods(person);
        Assert.Equal(("renewed", Day("2027-08-31"), "certified"), (periods[0].EndReason, periods[1].ExpiresOn, await hub.Status(person)));

        hub.Now("2027-09-20");
        await hub.RunsJobs();
        Assert.Equal("expired", await hub.Status(person));
    }

    [Theory, BothDatabases]
    public async Task Carrying_over_after_the_rule_ran_satisfies_what_was_open(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-03-02");
        await hub.Programme("grooming");
        var person = await hub.Person("E1");
        await hub.RunsJobs();
        await hub.Reads(person, "grooming");
        hub.Now("2026-03-20");
        Assert.Equal("overdue", await hub.Status(person));
        Assert.True((await hub.CarriesOver("E1,grooming,2025-12-01,,,,,\n")).Applied);
        var period = Assert.Single(await hub.Periods(person));
        Assert.Equal((1, Day("2025-12-01"), Day("2026-12-01"), "certified"), (period.Number, period.CompletedOn, period.ExpiresOn, await hub.Status(person)));
        await hub.RunsJobs();
        Assert.DoesNotContain(await hub.Told(), t => t.Contains("overdue", StringComparison.Ordinal));
        foreach (var invariant in await Findings(hub)) Assert.Empty(invariant);
    }

    /// <summary>Within the window it is asked for at once, whichever came first, the paper or the rule.</summary>
    [Theory, BothDatabases]
    public async Task Before_or_after_the_rule_gives_the_same(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-03-02");
        var (before, after) = (await hub.Person("E1"), await hub.Person("E2"));
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: null));
        await hub.CarriesOver("E1,grooming,2025-03-20,,,,,\n");
        await hub.Programme("grooming");
        await hub.RunsJobs();
        await hub.CarriesOver("E2,grooming,2025-03-20,,,,,\n");
        await hub.RunsJobs();
        foreach (var person in (long[])[before, after])
        {
            var periods = await hub.Periods(person);
            Assert.Equal((2, Day("2026-03-02"), Day("2026-03-20"), "due-for-renewal"), (periods.Count, periods[1].AssignedOn, periods[1].DueOn, await hub.Status(person)));
        }
        hub.Now("2026-03-10");
        foreach (var person in (long[])[before, after]) await hub.Passes(person, "grooming");
        foreach (var person in (long[])[before, after]) Assert.Equal(Day("2027-03-20"), (await hub.Periods(person))[1].ExpiresOn);
    }

    [Theory, BothDatabases]
    public async Task What_expired_before_it_was_carried_sends_no_mail(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-03-02");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: null));
        long[] people = [await hub.Person("E1"), await hub.Person("E2"), await hub.Person("E3")];
        await hub.Assigns(people[0], "grooming"); // assigned by hand on the same day: what is mailed is of that
        await hub.Execute("delete from platform_work");
        await hub.CarriesOver("E1,grooming,2024-01-10,,,,,\nE2,grooming,2025-02-20,,,,,\nE3,grooming,2025-12-20,,,,,\n");
        Assert.Equal(["expired", "in-grace", "certified"], [await hub.Status(people[0]), await hub.Status(people[1]), await hub.Status(people[2])]);
        foreach (var day in (string[])["2026-03-02", "2026-03-03", "2026-03-20"])
        {
            hub.Now(day);
            await hub.RunsJobs();
            await hub.RunJob("notifications.gather");
            await hub.RunJob("work.mail");
        }
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from notifications_notice"));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from platform_event where kind = 'PeriodAssigned' and payload like '%\"isRenewal\":false%' and id > (select min(id) from platform_event where kind = 'PeriodCertified')"));
        // The renewal of what expired is open, asked for from today and not from years ago.
        Assert.Equal((Day("2026-03-02"), null), ((await hub.Periods(people[0]))[1].AssignedOn, (await hub.Periods(people[0]))[1].DueOn));
    }

    [Theory, BothDatabases]
    public async Task The_ledger_holds_carried_entries_and_verifies(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-03-02");
        await hub.Programme("grooming");
        var person = await hub.Person("E1", "hr");
        await hub.CarriesOver("E1,grooming,2025-08-10,2026-08-31,,旧学院 Old Academy,OA-77,\n");
        var number = await hub.Scalar<string>("select number from certificates_certificate");
        Assert.Equal("carried", await hub.Scalar<string>("select kind from certificates_ledger"));
        var data = CertificateData.FromJson((await hub.Scalar<string>("select data from certificates_certificate"))!);
        Assert.Equal((new CarriedFrom("旧学院 Old Academy", "OA-77"), Day("2026-03-02"), Day("2025-08-10")), (data.Carried, data.IssuedOn, data.ValidFrom));

        Assert.NotEmpty((await hub.In(s => s.GetRequiredService<ICertificatePapers>().Pdf(number!, default))).Value!);
        using var browser = await hub.SignedIn(person);
        var page = await browser.Page($"/hr/certificates/{number}");
        Assert.Contains("OA-77", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Carried over", page.Body.TextContent, StringComparison.Ordinal);

        // Corrected on paper it is still one that was carried over; renewed it is one that was earned.
        Assert.Null((await hub.In(s => s.GetRequiredService<ReissueCertificate>().Handle(number!, "Name", default))).Problem);
        foreach (var invariant in await Findings(hub)) Assert.Empty(invariant);
        await hub.RunsJobs();
        hub.Now("2026-08-01");
        await hub.Passes(person, "grooming");
        Assert.Equal(["carried", "carried", "issued"], await hub.Rows<string>("select kind from certificates_ledger where kind in ('carried', 'issued') order by sequence"));
        Assert.Null((await hub.In(s => s.GetRequiredService<VerifyLedger>().Run(null, null, default))).Broken);

        await hub.Execute("update certificates_ledger set kind = 'issued' where sequence = 1");
        Assert.NotNull((await hub.In(s => s.GetRequiredService<VerifyLedger>().Run(null, null, default))).Broken);
    }

    /// <summary>By the end of the day before nobody knew of it; by what is known now it was valid all along.</summary>
    [Theory, BothDatabases]
    public async Task A_past_day_is_told_as_recorded_and_as_corrected(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-03-02");
        await hub.Programme("grooming");
        var person = await hub.Person("E1");
        await hub.CarriesOver("E1,grooming,2025-12-01,,,,,\n");
        async Task<string?> On(string day, bool corrected) => await hub.Scalar<string>(
            $"with {PeriodStatusSql.Known} select {PeriodStatusSql.Status} from known k where k.person_id = @person",
            new { person, day = Day(day), known = corrected ? PeriodStatusSql.EverythingKnown : DateTimeOffset.Parse($"{day}T16:00:00Z", CultureInfo.InvariantCulture) });
        Assert.Equal((null, "certified", "certified"), (await On("2026-02-27", false), await On("2026-02-27", true), await On("2026-03-02", false)));
        Assert.Equal("not-yet-assigned", await On("2025-11-30", true));
    }

    private static Task<List<IReadOnlyList<string>>> Findings(TestHub hub) => hub.In(async s =>
    {
        var found = new List<IReadOnlyList<string>>();
        foreach (var invariant in s.GetServices<IInvariant>()) found.Add((await invariant.Check(default)).Broken);
        return found;
    });
}
