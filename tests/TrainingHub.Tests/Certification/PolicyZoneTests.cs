using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certificates;
using TrainingHub.Modules.Certificates.Contracts;
using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Content;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.History;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Programmes;
using TrainingHub.Modules.Certification.Recalculating;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Invariants;
using TrainingHub.Modules.Records;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Certification.CertificationWords;

namespace TrainingHub.Tests.Certification;

/// <summary>A policy that names a time zone: its days begin and end there, to the minute and everywhere, though everybody works in Shanghai.</summary>
public sealed class PolicyZoneTests
{
    private const string Auckland = "Pacific/Auckland";
    private const string LosAngeles = "America/Los_Angeles";

    private static string InZone(string? zone, string? assign = null) =>
        CertificationSteps.Yaml("grooming", "active: 1m, window: 15d, basis: completion" + (zone is null ? "" : $", zone: {zone}"), assign, "quiz: SLUG");

    private static async Task<TestHub> Hub(TestDatabase database, string? zone, string? assign = null, string day = "2026-01-05")
    {
        var hub = await CertificationSteps.StartAt(database, day);
        await hub.Programme("grooming", InZone(zone, assign));
        return hub;
    }

    private static async Task<long> Asked(TestHub hub, string number = "E1")
    {
        var person = await hub.Person(number);
        await hub.Assigns(person, "grooming");
        return person;
    }

    /// <summary>Of the first period, as each place says it: the person's page, the lists of a programme, records, the list of certificates, the verify page.</summary>
    private static Task<string[]> Everywhere(TestHub hub, long person) => hub.In(async s =>
    {
        var db = s.GetRequiredService<Db>();
        var now = await s.GetRequiredService<IPolicyDays>().Now(default);
        var args = new { person, today = now.Hub, dayBefore = now.Before, dayAfter = now.After };
        var records = new List<string>();
        await foreach (var row in s.GetRequiredService<RecordQuery>().Stream(new(), null, default)) if (row.PersonId == person && row.CertificateNumber is not null) records.Add(row.Status);
        return (string[])
        [
            Assert.Single(await s.GetRequiredService<ICertifications>().Of(person, default)).Status,
            (await db.Scalar<string>($"select {Standing.Status(now)} from v_certification_standing t join v_people_person p on p.id = t.person_id where p.id = @person", args, default))!,
            Assert.Single(records),
            (await db.Scalar<string>($"select {CertificateState.Sql(now)} from certificates_certificate c where c.person_id = @person", args, default))!,
            (await s.GetRequiredService<ICertificateVerification>().Find((await db.Scalar<string>("select code from certificates_certificate where person_id = @person", args, default))!, default))!.State,
        ];
    });

    private static Task<List<string>> Broken(TestHub hub) => hub.In(async s =>
    {
        var broken = new List<string>();
        foreach (var invariant in s.GetServices<IInvariant>()) broken.AddRange((await invariant.Check(default)).Broken);
        return broken;
    });

    [Theory, BothDatabases]
    public async Task A_completion_counts_on_the_day_of_the_policys_zone_to_the_minute(TestDatabase database)
    {
        foreach (var (zone, before, after, dayBefore) in new[] { (Auckland, "18:59", "19:00", "2026-01-11"), (LosAngeles, "15:59", "16:00", "2026-01-10"), ((string?)null, "23:59", "00:00", "2026-01-11") })
        {
            await using var hub = await Hub(database, zone);
            var (early, late) = (await Asked(hub), await Asked(hub, "E2"));
            hub.Now("2026-01-11", before);
            await hub.Passes(early, "grooming");
            hub.Now(after == "00:00" ? "2026-01-12" : "2026-01-11", after);
            await hub.Passes(late, "grooming");
            Assert.Equal((Day(dayBefore), Day(dayBefore).AddMonths(1)), ((await hub.Periods(early))[0].CompletedOn, (await hub.Periods(early))[0].ExpiresOn));
            Assert.Equal(Day(dayBefore).AddDays(1), (await hub.Periods(late))[0].CompletedOn);
            Assert.Equal([Day(dayBefore), Day(dayBefore).AddDays(1)], await hub.Rows<DateOnly>("select valid_from from certificates_certificate order by id"));
            Assert.Empty(await Broken(hub));
        }
    }

    [Theory, BothDatabases]
    public async Task A_certification_ends_with_its_last_valid_day_there_and_all_places_and_jobs_agree(TestDatabase database)
    {
        // Completed at noon in Shanghai; the last two end on the days on which the clocks are changed.
        foreach (var (zone, completed, on, lastDay, lastMinute) in new[]
        {
            (Auckland, "2026-01-12", "2026-01-12", "2026-02-12", "18:59"), (LosAngeles, "2026-01-12", "2026-01-11", "2026-02-12", "15:59"),
            (LosAngeles, "2026-02-09", "2026-02-08", "2026-03-09", "14:59"), (Auckland, "2026-03-05", "2026-03-05", "2026-04-05", "19:59"),
        })
        {
            await using var hub = await Hub(database, zone);
            var person = await Asked(hub);
            hub.Now(completed);
            await hub.Passes(person, "grooming");
            var period = (await hub.Periods(person))[0];
            Assert.Equal((Day(on), Day(on).AddMonths(1)), (period.CompletedOn, period.ExpiresOn));
            Task<int> Told() => hub.In(async s => (await s.GetRequiredService<Db>().Rows<string>("select step from certification_due where step = 'expired' and done_at is not null", null, default)).Count);

            hub.Now(lastDay, lastMinute);
            await hub.RunsJobs();
            Assert.Equal(["due-for-renewal", "due-for-renewal", "due-for-renewal", "valid", "valid"], await Everywhere(hub, person));
            Assert.Equal(0, await Told());
            Assert.Empty(await Broken(hub));

            hub.Clock.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(["expired", "expired", "expired", "expired", "expired"], await Everywhere(hub, person));
            await hub.RunsJobs();
            Assert.Equal(1, await Told());
            Assert.Empty(await Broken(hub));
        }
    }

    [Theory, BothDatabases]
    public async Task The_renewal_window_opens_at_the_hour_of_the_zone_for_jobs_and_for_what_is_done(TestDatabase database)
    {
        foreach (var (zone, day, before, after, opens) in new[] { (Auckland, "2026-01-27", "18:59", "19:00", "2026-01-28"), (LosAngeles, "2026-01-27", "15:59", "16:00", "2026-01-27") })
        {
            await using var hub = await Hub(database, zone);
            var (waits, hurries) = (await Asked(hub), await Asked(hub, "E2"));
            hub.Now("2026-01-12");
            await hub.Passes(waits, "grooming");
            await hub.Passes(hurries, "grooming");
            hub.Now(day, before);
            await hub.Passes(hurries, "grooming"); // a minute too early: it renews nothing
            await hub.RunsJobs();
            Assert.Single(await hub.Periods(waits));
            hub.Now(day, after);
            await hub.Passes(hurries, "grooming"); // and no job has run since
            Assert.Equal((2, Day(opens), Day(opens)), ((await hub.Periods(hurries)).Count, (await hub.Periods(hurries))[1].AssignedOn, (await hub.Periods(hurries))[1].CompletedOn!.Value));
            await hub.RunsJobs();
            Assert.Equal(Day(opens), (await hub.Periods(waits))[1].AssignedOn);
            Assert.Empty(await Broken(hub));
        }
    }

    /// <summary>"Within a week" is counted where people work; the period begins on the day it is there, and is never due before that.</summary>
    [Theory, BothDatabases]
    public async Task What_a_rule_asks_begins_on_a_day_of_the_policys_calendar_alone_and_together(TestDatabase database)
    {
        foreach (var (zone, time, dueIn, begins, due) in new[] { (Auckland, "20:00", "7d", "2026-01-06", "2026-01-12"), (Auckland, "20:00", "0d", "2026-01-06", "2026-01-06"), (LosAngeles, "14:00", "7d", "2026-01-04", "2026-01-12") })
        {
            await using var hub = await Hub(database, zone, $"audience: {{}}, dueIn: {dueIn}");
            hub.Now("2026-01-05", time);
            var (alone, together) = (await hub.Person("E1"), await hub.Person("E2"));
            await hub.In(async s =>
            {
                await s.GetRequiredService<CatchUp>().Handle(alone, default);
                return 0;
            });
            await TogetherTests.Together(hub, [together]);
            foreach (var person in (long[])[alone, together])
            {
                Assert.Equal((Day(begins), Day(due)), ((await hub.Periods(person))[0].AssignedOn, (await hub.Periods(person))[0].DueOn!.Value));
                Assert.Equal("assigned", await hub.Status(person));
            }
            Assert.Equal(1, await hub.Scalar<long>("select count(distinct step || due_on) from certification_due"));
            Assert.Empty(await Broken(hub));
        }
    }

    [Theory, BothDatabases]
    public async Task What_ends_by_hand_has_ended_at_once_also_where_it_is_still_yesterday(TestDatabase database)
    {
        await using var hub = await Hub(database, LosAngeles);
        var (revoked, excused, released) = (await Asked(hub), await Asked(hub, "E2"), await Asked(hub, "E3"));
        hub.Now("2026-01-12");
        await hub.Passes(revoked, "grooming");
        hub.Now("2026-01-20", "09:00"); // the evening of the 19th there
        Assert.Null(await hub.Revokes((await hub.Periods(revoked))[0].Id));
        Assert.Equal((Day("2026-01-19"), "assigned"), ((await hub.Periods(revoked))[0].EndedOn, await hub.Status(revoked)));
        Assert.Null(await hub.Excuses(excused, "grooming", "2026-01-22"));
        Assert.Equal("waived", await hub.Status(excused));
        var reason = await hub.Scalar<long>("select n.id from certification_reason n join certification_requirement q on q.id = n.requirement_id where q.person_id = @released", new { released });
        Assert.Null(await hub.In(s => s.GetRequiredService<TakeBackAssignment>().Handle(reason, default)));
        Assert.Empty(await hub.Holds(released));
        await hub.RunsJobs();
        // The excuse is of days where people work: the 23rd begins there in the morning of the 22nd.
        hub.Now("2026-01-23", "00:01");
        await hub.RunsJobs();
        Assert.Equal(("assigned", Day("2026-01-22")), (await hub.Status(excused), (await hub.Periods(excused))[^1].AssignedOn));
        Assert.Empty(await Broken(hub));
    }

    [Theory, BothDatabases]
    public async Task The_check_of_chains_takes_no_day_of_another_zone_for_right(TestDatabase database)
    {
        await using var hub = await Hub(database, LosAngeles);
        var person = await Asked(hub);
        hub.Now("2026-01-12"); // the 11th there
        await hub.Passes(person, "grooming");
        Task<IReadOnlyList<string>> Found() => hub.In(async s => (IReadOnlyList<string>)[.. (await s.GetRequiredService<CheckChains>().Handle(new ChainSelection(), 100, null, default)).Problems.Select(p => p.Problem.Kind)]);
        Assert.Empty(await Found());
        await hub.Execute("update certification_period set completed_on = '2026-01-12', valid_from = '2026-01-12' where person_id = @person", new { person });
        Assert.Contains("completed-another-day", await Found());
    }

    [Theory, BothDatabases]
    public async Task Another_zone_for_current_periods_names_whom_it_makes_expired_and_moves_no_date(TestDatabase database)
    {
        await using var hub = await Hub(database, null);
        var (held, other) = (await Asked(hub), await Asked(hub, "E2"));
        hub.Now("2026-01-12");
        await hub.Passes(held, "grooming");
        hub.Now("2026-01-13");
        await hub.Passes(other, "grooming");
        hub.Now("2026-02-12", "20:00"); // the 13th in Auckland
        await hub.RunsJobs();
        var policy = new PolicyText("1m", "15d", "completion", null, "0d", GraceCounts: false, Zone: Auckland);
        var program = await hub.Scalar<long>("select id from certification_program");
        var preview = await hub.In(async s => (await s.GetRequiredService<PreviewRecalculation>().Handle(program, policy, default)).Value!);
        Assert.Equal((1, 1, held), (preview.AtOnce, preview.Moved.Count, preview.Moved[0].PersonId));
        Assert.Equal("due-for-renewal", await hub.Status(held));
        Assert.Null((await hub.In(s => s.GetRequiredService<StartRecalculation>().Handle(program, policy, preview.Digest, default))).Problem);
        await hub.RunsJobs();
        Assert.Equal(("expired", "due-for-renewal"), (await hub.Status(held), await hub.Status(other)));
        Assert.Equal([Day("2026-02-12"), Day("2026-02-13")], await hub.Rows<DateOnly>("select expires_on from certification_period where completed_on is not null order by id"));
        Assert.Equal(["expired", "expired", "expired", "expired", "expired"], await Everywhere(hub, held));
        Assert.Empty(await Broken(hub));
    }

    [Theory, BothDatabases]
    public async Task A_zone_is_imported_exported_and_a_version_of_its_own(TestDatabase database)
    {
        await using var hub = await Hub(database, Auckland);
        await hub.Programme("grooming", InZone(LosAngeles));
        Assert.Equal([Auckland, LosAngeles], await hub.Rows<string>("select time_zone from certification_policy order by number"));
        var course = await hub.Scalar<long>("select id from courses_course");
        Assert.Contains($"      zone: {LosAngeles}\n", await hub.In(s => s.GetRequiredService<ExportPrograms>().Handle(course, default)), StringComparison.Ordinal);
    }
}
