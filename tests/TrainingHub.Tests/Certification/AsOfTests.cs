using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Programmes;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Certification.CertificationWords;

namespace TrainingHub.Tests.Certification;

/// <summary>Status on an earlier day, as the reports of that day said it and as we know it now; and the status as SQL against the rule.</summary>
public sealed class AsOfTests
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    private static PeriodFacts Facts(List<Period> periods, int index) => new Chain(new RequirementRow(1, 1, 1, null, true), periods).FactsOf(periods[index]);

    [Theory, BothDatabases]
    public async Task A_quiz_graded_days_later_was_overdue_as_recorded_and_certified_as_corrected(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming");
        var person = await hub.Person("E1");
        await hub.RunsJobs();
        await hub.Reads(person, "grooming");
        hub.Now("2026-01-12");
        var submitted = hub.Clock.GetUtcNow();
        hub.Now("2026-01-15"); // grading had failed and is repeated
        await hub.Passes(person, "grooming", submitted);
        var periods = await hub.Periods(person);
        Assert.Equal((Day("2026-01-12"), Day("2027-01-12")), (periods[0].CompletedOn, periods[0].ExpiresOn));
        var facts = Facts(periods, 0);
        Assert.Equal(PeriodStatus.Overdue, facts.AsRecorded(Day("2026-01-13"), Zone).StatusOn(Day("2026-01-13")));
        Assert.Equal(PeriodStatus.Certified, facts.StatusOn(Day("2026-01-13")));
        Assert.Equal(PeriodStatus.NotYetAssigned, facts.StatusOn(Day("2026-01-04")));

        // The same as a predicate over the view that other modules read.
        const string certifiedOn = "select count(*) from v_certification_period where valid_from <= @day and expires_on >= @day and (ended_on is null or ended_on > @day)";
        var args = new { day = Day("2026-01-13"), end = new DateTimeOffset(2026, 1, 13, 16, 0, 0, TimeSpan.Zero) };
        Assert.Equal(1, await hub.Scalar<long>(certifiedOn, args));
        Assert.Equal(0, await hub.Scalar<long>(certifiedOn + " and completed_recorded_at < @end", args));
    }

    [Theory, BothDatabases]
    public async Task A_late_job_makes_no_status_wrong(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming");
        var person = await hub.Person("E1");
        await hub.RunsJobs();
        await hub.Reads(person, "grooming");
        await hub.Passes(person, "grooming");
        hub.Now("2026-12-01"); // the window opened on 12 November
        await hub.RunsJobs();
        var periods = await hub.Periods(person);
        Assert.Equal(Day("2026-11-12"), periods[1].AssignedOn);
        Assert.Equal(PeriodStatus.DueForRenewal, Facts(periods, 0).StatusOn(Day("2026-11-20")));
        Assert.Equal(PeriodStatus.Certified, Facts(periods, 0).AsRecorded(Day("2026-11-20"), Zone).StatusOn(Day("2026-11-20")));
        Assert.Equal(PeriodStatus.Certified, Facts(periods, 0).StatusOn(Day("2026-11-11")));
    }

    [Theory, BothDatabases]
    public async Task The_status_in_sql_is_that_of_the_rule(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming");
        var people = new List<long>();
        for (var i = 0; i < 8; i++) people.Add(await hub.Person($"E{i}"));
        await hub.RunsJobs();
        async Task Earn(int i)
        {
            await hub.Reads(people[i], "grooming");
            await hub.Passes(people[i], "grooming");
        }
        foreach (var i in (int[])[1, 2, 3, 4]) await Earn(i);
        await hub.Excuses(people[5], "grooming");
        await hub.Revokes((await hub.Periods(people[3]))[0].Id);
        await Earn(6);
        await hub.Revokes((await hub.Periods(people[6]))[0].Id);
        await hub.Leaves(people[6], "2026-01-05");
        await hub.Leaves(people[7], "2026-01-05");
        foreach (var day in (string[])["2026-01-06", "2026-01-13", "2026-11-12", "2026-12-01", "2027-01-12", "2027-01-13", "2027-01-26", "2027-01-27"])
        {
            hub.Now(day);
            await hub.RunsJobs();
            if (day == "2026-12-01") await hub.Passes(people[1], "grooming");
            if (day == "2027-01-13") await hub.Excuses(people[4], "grooming");
            var sql = (await hub.Rows<Row>($"select t.person_id, coalesce({Standing.Status(new PolicyToday(Day(day), [], [], Array.Empty<long>().ToLookup(_ => 0)))}, '') as status from v_certification_standing t", new { today = Day(day) })).ToDictionary(r => r.PersonId, r => r.Status);
            foreach (var person in people)
            {
                var held = (await hub.Holds(person)).SingleOrDefault()?.Status ?? "";
                Assert.Equal($"{day} {people.IndexOf(person)} {held}", $"{day} {people.IndexOf(person)} {sql[person]}");
            }
        }
    }

    private sealed record Row(long PersonId, string Status);
}
