using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Certification.CertificationWords;

namespace TrainingHub.Tests.Certification;

public sealed class PeriodStoryTests
{
    [Theory, BothDatabases]
    public async Task A_hire_is_assigned_gets_overdue_certified_renewed_and_at_last_expires(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming");
        var person = await hub.Person("E1");
        await hub.RunsJobs();
        Assert.Equal("assigned", await hub.Status(person));
        Assert.Equal(Day("2026-01-12"), Assert.Single(await hub.Periods(person)).DueOn);

        hub.Now("2026-01-13");
        Assert.Equal("overdue", await hub.Status(person));

        hub.Now("2026-01-20");
        await hub.Reads(person, "grooming");
        var half = Assert.Single(await hub.Holds(person));
        Assert.Equal((1, 2, "overdue"), (half.Done, half.Total, half.Status));
        Assert.Equal(["quiz:grooming"], half.Missing);
        await hub.Passes(person, "grooming");
        var first = Assert.Single(await hub.Periods(person));
        Assert.Equal((Day("2026-01-20"), Day("2027-01-20"), Day("2026-11-20"), Day("2027-02-03")), (first.CompletedOn, first.ExpiresOn, first.WindowOpensOn, first.GraceEndsOn));
        Assert.Equal("certified", await hub.Status(person));

        hub.Now("2026-11-19");
        await hub.RunsJobs();
        Assert.Single(await hub.Periods(person));
        hub.Now("2026-11-20");
        await hub.RunsJobs();
        Assert.Equal("due-for-renewal", await hub.Status(person));
        var renewal = (await hub.Periods(person))[1];
        Assert.Equal((Day("2026-11-20"), Day("2027-01-20"), first.Id), (renewal.AssignedOn, renewal.DueOn, renewal.RenewsId));

        // Renewed within the window: no day is lost, the chain keeps its anchor.
        hub.Now("2026-12-01");
        await hub.Passes(person, "grooming");
        var periods = await hub.Periods(person);
        Assert.Equal(("renewed", Day("2026-12-01")), (periods[0].EndReason, periods[0].EndedOn));
        Assert.Equal(Day("2028-01-20"), periods[1].ExpiresOn);
        Assert.Equal("certified", await hub.Status(person));

        hub.Now("2028-01-20");
        await hub.RunsJobs();
        Assert.Equal("due-for-renewal", await hub.Status(person));
        hub.Now("2028-01-21");
        Assert.Equal("in-grace", await hub.Status(person));
        hub.Now("2028-02-04");
        Assert.Equal("expired", await hub.Status(person));

        // Late completion rebases on the day of completion.
        await hub.Passes(person, "grooming");
        Assert.Equal(Day("2029-02-04"), (await hub.Periods(person))[2].ExpiresOn);
        Assert.Equal("certified", await hub.Status(person));
    }

    [Theory, BothDatabases]
    public async Task Each_step_is_told_once_however_often_and_late_the_jobs_run(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming");
        var person = await hub.Person("E1");
        await hub.RunsJobs();
        hub.Now("2026-01-20"); // a week late: "due soon" makes no sense any more
        await hub.RunsJobs();
        await hub.RunsJobs();
        await hub.Reads(person, "grooming");
        await hub.Passes(person, "grooming");
        hub.Now("2026-11-27");
        await hub.RunsJobs();
        await hub.RunsJobs();
        hub.Now("2027-01-10");
        await hub.RunsJobs();
        await hub.RunsJobs();
        hub.Now("2027-01-25");
        await hub.RunsJobs();
        hub.Now("2027-02-20");
        await hub.RunsJobs();
        await hub.RunsJobs();
        var steps = await hub.Rows<string>("select payload from platform_event where kind = 'StepsDue' order by id");
        Assert.Equal(["overdue", "escalated", "expiring", "expired", "not-renewed", "grace-ended"], steps.Select(s => System.Text.Json.JsonDocument.Parse(s).RootElement.GetProperty("step").GetString()));
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from platform_event where kind = 'PeriodAssigned'"));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from certification_due where done_at is null"));
    }

    [Theory, BothDatabases]
    public async Task A_quiz_passed_within_the_window_renews_even_if_the_job_did_not_run(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming");
        var person = await hub.Person("E1");
        await hub.RunsJobs();
        await hub.Reads(person, "grooming");
        await hub.Passes(person, "grooming");
        hub.Now("2026-11-11");
        await hub.Passes(person, "grooming"); // before the window: it counts for nothing
        Assert.Single(await hub.Periods(person));
        hub.Now("2026-11-12");
        await hub.Passes(person, "grooming");
        var periods = await hub.Periods(person);
        Assert.Equal(2, periods.Count);
        Assert.Equal((Day("2026-11-12"), Day("2026-11-12"), Day("2028-01-12")), (periods[1].AssignedOn, periods[1].CompletedOn, periods[1].ExpiresOn));
        await hub.RunsJobs();
        Assert.Equal(2, (await hub.Periods(person)).Count);
    }

    [Theory, BothDatabases]
    public async Task What_was_done_before_the_assignment_does_not_count(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: null));
        var person = await hub.Person("E1");
        var before = hub.Clock.GetUtcNow();
        await hub.Assigns(person, "grooming");
        await hub.Reads(person, "grooming", before);
        await hub.Passes(person, "grooming", before);
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from certification_evidence"));
        await hub.Reads(person, "grooming");
        await hub.Passes(person, "grooming");
        Assert.Equal("certified", await hub.Status(person));
    }

    [Theory, BothDatabases]
    public async Task Revoking_closes_the_period_and_asks_for_everything_again_with_fresh_evidence(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming");
        var person = await hub.Person("E1");
        await hub.RunsJobs();
        var passed = hub.Clock.GetUtcNow();
        await hub.Reads(person, "grooming");
        await hub.Passes(person, "grooming");
        hub.Now("2026-11-25");
        await hub.RunsJobs(); // the renewal is under way
        var first = (await hub.Periods(person))[0];
        Assert.Null(await hub.Revokes(first.Id));
        Assert.Equal("conflict", (await hub.Revokes(first.Id))?.Code);

        var periods = await hub.Periods(person);
        Assert.Equal(["revoked", "revoked", null], periods.Select(p => p.EndReason));
        Assert.Equal((null, Day("2026-12-02")), (periods[2].RenewsId, periods[2].DueOn));
        Assert.Equal("assigned", await hub.Status(person));
        await hub.Passes(person, "grooming", passed);
        await hub.Passes(person, "grooming");
        var asked = Assert.Single(await hub.Holds(person));
        Assert.Equal(["course:grooming"], asked.Missing);
        await hub.Reads(person, "grooming");
        Assert.Equal("certified", await hub.Status(person));
        Assert.Equal("refused", (await hub.Revokes((await hub.Periods(person))[2].Id, " "))?.Code);
    }

    [Theory, BothDatabases]
    public async Task Each_expiry_basis_gives_its_dates_end_to_end(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-31");
        string[] bases = ["completion", "expiry", "fixed"];
        foreach (var basis in bases) await hub.Programme(basis, CertificationSteps.Yaml(basis, $"active: 1m, window: 7d, basis: {basis}, grace: 0d", assign: null));
        var person = await hub.Person("E1");
        foreach (var basis in bases) await hub.Assigns(person, basis, due: "2026-01-31");
        foreach (var basis in bases)
        {
            await hub.Reads(person, basis);
            await hub.Passes(person, basis);
        }
        foreach (var day in (string[])["2026-02-25", "2026-03-26", "2026-04-30"])
        {
            hub.Now(day);
            foreach (var basis in bases) await hub.Passes(person, basis);
        }
        async Task<List<DateOnly?>> Expiries(string basis) =>
            [.. (await hub.Rows<DateOnly>("select d.expires_on from certification_period d join certification_program p on p.id = d.program_id where p.slug = @basis and d.completed_on is not null order by d.number", new { basis })).Select(d => (DateOnly?)d)];
        Assert.Equal([Day("2026-02-28"), Day("2026-03-25"), Day("2026-04-26"), Day("2026-05-30")], await Expiries("completion"));
        // From the anchor 31 January: the clamped 28 February does not drift into March and April.
        Assert.Equal([Day("2026-02-28"), Day("2026-03-31"), Day("2026-04-30"), Day("2026-05-31")], await Expiries("expiry"));
        Assert.Equal([Day("2026-02-28"), Day("2026-03-31"), Day("2026-04-30"), Day("2026-05-31")], await Expiries("fixed"));
    }

    /// <summary>Semantics §1: "E set and C before E's window → E". By hand with the verb; in a hub nothing that is done so early counts, and E is as it was.</summary>
    [Theory, BothDatabases]
    public async Task What_is_done_before_the_window_leaves_the_expiry_to_the_day(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-06-30");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: null));
        var person = await hub.Person("E1");
        await hub.Assigns(person, "grooming");
        await hub.Reads(person, "grooming");
        await hub.Passes(person, "grooming");
        Assert.Equal((Day("2027-06-30"), Day("2027-04-30")), ((await hub.Periods(person))[0].ExpiresOn!.Value, (await hub.Periods(person))[0].WindowOpensOn!.Value));

        hub.Now("2027-04-29", "23:59");
        await hub.Passes(person, "grooming");
        await hub.RunsJobs();
        Assert.Equal(Day("2027-06-30"), Assert.Single(await hub.Periods(person)).ExpiresOn);
        // A shorter window from now on shuts nobody out whose window opens by the policy of the period that is held.
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", "active: 12m, window: 1m, basis: expiry, grace: 14d", assign: null));
        hub.Now("2027-04-30", "00:00");
        await hub.Passes(person, "grooming");
        var renewal = (await hub.Periods(person))[1];
        Assert.Equal((Day("2027-04-30"), Day("2028-06-30"), Day("2028-05-30")), (renewal.CompletedOn!.Value, renewal.ExpiresOn!.Value, renewal.WindowOpensOn!.Value));
    }

    /// <summary>Everybody renews on 1 March; who joins in January takes part in this year's, and is then in step.</summary>
    [Theory, BothDatabases]
    public async Task A_joiner_of_a_fixed_date_renews_with_everybody_else(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-20");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", "active: 1y, window: 2m, basis: fixed, minimum: 6m, firstMinimum: 1d, anchor: 2026-03-01, grace: 0d", assign: null));
        var person = await hub.Person("E1");
        await hub.Assigns(person, "grooming", due: "2026-02-15");
        await hub.Reads(person, "grooming");
        await hub.Passes(person, "grooming");
        Assert.Equal((Day("2026-03-01"), Day("2026-01-01")), ((await hub.Periods(person))[0].ExpiresOn!.Value, (await hub.Periods(person))[0].WindowOpensOn!.Value));

        // Its window would have opened before it began: the renewal is asked for from the day on which it was earned.
        await hub.RunsJobs();
        Assert.Equal("due-for-renewal", await hub.Status(person));
        Assert.Equal(Day("2026-01-20"), (await hub.Periods(person))[1].AssignedOn);
        hub.Now("2026-02-20");
        await hub.Passes(person, "grooming");
        Assert.Equal(Day("2027-03-01"), (await hub.Periods(person))[1].ExpiresOn);

        // Another date is for chains that begin from now on.
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", "active: 1y, window: 2m, basis: fixed, minimum: 6m, firstMinimum: 1d, anchor: 2026-09-01, grace: 0d", assign: null));
        var next = await hub.Person("E2");
        await hub.Assigns(next, "grooming");
        await hub.Reads(next, "grooming");
        await hub.Passes(next, "grooming");
        Assert.Equal(Day("2026-09-01"), Assert.Single(await hub.Periods(next)).ExpiresOn);
        hub.Now("2027-02-01");
        await hub.Passes(person, "grooming");
        Assert.Equal(Day("2028-03-01"), (await hub.Periods(person))[2].ExpiresOn);
    }

    [Theory, BothDatabases]
    public async Task After_the_lapse_everything_is_asked_and_what_was_done_in_the_renewal_still_counts(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-12");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", "active: 12m, window: 2m, basis: expiry, grace: 14d, lapsed: full", assign: null));
        long[] people = [await hub.Person("E1"), await hub.Person("E2"), await hub.Person("E3"), await hub.Person("E4")];
        var (reader, idle, last, offline) = (people[0], people[1], people[2], people[3]);
        foreach (var person in people)
        {
            await hub.Assigns(person, "grooming");
            await hub.Reads(person, "grooming");
            await hub.Passes(person, "grooming");
        }
        hub.Now("2026-12-01");
        await hub.RunsJobs();
        await hub.Reads(reader, "grooming");
        Assert.Equal(["quiz:grooming"], Assert.Single(await hub.Holds(idle)).Missing);

        hub.Now("2027-01-26", "23:59"); // the last day of grace
        Assert.Equal(["quiz:grooming"], Assert.Single(await hub.Holds(idle)).Missing);
        var passedOffline = hub.Clock.GetUtcNow();
        await hub.Passes(last, "grooming");
        Assert.Equal("certified", await hub.Status(last));

        hub.Now("2027-01-27", "00:00"); // no job ran: what is asked is computed
        Assert.Equal(("expired", 1, 2), await Standing(reader));
        Assert.Equal(("expired", 0, 2), await Standing(idle));
        Assert.Equal(["course:grooming", "quiz:grooming"], Assert.Single(await hub.Holds(idle)).Missing);
        await hub.Passes(reader, "grooming");
        Assert.Equal(Day("2028-01-27"), (await hub.Periods(reader))[1].ExpiresOn);
        await hub.Passes(idle, "grooming");
        Assert.Equal(("expired", 1, 2), await Standing(idle));
        await hub.Passes(offline, "grooming", passedOffline); // it happened in time and arrives late
        Assert.Equal((Day("2027-01-26"), "certified"), ((await hub.Periods(offline))[1].CompletedOn!.Value, await hub.Status(offline)));

        hub.Now("2027-02-03");
        await hub.RunsJobs();
        await hub.Reads(idle, "grooming");
        Assert.Equal((Day("2027-02-03"), "certified"), ((await hub.Periods(idle))[1].CompletedOn!.Value, await hub.Status(idle)));

        async Task<(string Status, int Done, int Total)> Standing(long person)
        {
            var program = Assert.Single(await hub.Holds(person));
            return (program.Status, program.Done, program.Total);
        }
    }
}
