using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.People;
using TrainingHub.Modules.People.Staff;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.People;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Certification.CertificationWords;

namespace TrainingHub.Tests.Certification;

/// <summary>Waivers, which end, and exemptions, which do not: what they hold off, and what ends them.</summary>
public sealed class ExcuseTests
{
    private static async Task<List<string>> Lines(TestHub hub) => [.. (await VisitTests.History(hub)).Where(s => s.Contains(" period ", StringComparison.Ordinal)).Select(s => s[(s.IndexOf("period", StringComparison.Ordinal) + 7)..].TrimEnd())];

    [Theory, BothDatabases]
    public async Task A_waiver_ends_and_what_it_excused_is_asked_again(TestDatabase database)
    {
        foreach (var isLate in (bool[])[false, true])
        {
            await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
            await hub.Programme("grooming");
            var person = await hub.Person("E1");
            await hub.RunsJobs();
            Assert.Contains("lies in the past", (await hub.Excuses(person, "grooming", "2026-01-04"))!.ToString(), StringComparison.Ordinal);
            Assert.Contains("more than 10 years", (await hub.Excuses(person, "grooming", "2062-01-04"))!.ToString(), StringComparison.Ordinal);
            Assert.Contains("Write why", (await hub.Excuses(person, "grooming", "2026-02-28", " "))!.ToString(), StringComparison.Ordinal);
            Assert.Null(await hub.Excuses(person, "grooming", "2026-02-28"));
            Assert.Contains("excused from it already", (await hub.Excuses(person, "grooming"))!.ToString(), StringComparison.Ordinal);
            foreach (var day in (string[])["2026-01-20", "2026-02-28", "2026-03-01"])
            {
                hub.Now(day, "00:30");
                if (!isLate) await hub.RunsJobs();
                if (day != "2026-03-01") Assert.Equal("waived", await hub.Status(person));
            }
            hub.Now("2026-03-10");
            await hub.RunsJobs();
            Assert.Equal(["1 2026-01-05 due 2026-01-12  2026-01-05 waived", "2 2026-03-01 due 2026-03-08"], await Lines(hub));
            Assert.Equal(1, await hub.Scalar<long>("select count(*) from certification_due where step = 'overdue' and done_at is not null and period_id = (select max(id) from certification_period)"));
            Assert.Equal(0, (await hub.RunJob("certification.evaluate-rules")).Counts["people who differed"]);
        }
    }

    [Theory, BothDatabases]
    public async Task Nobody_wishes_away_their_excuse_and_what_is_assigned_by_hand_after_one_has_the_time_of_the_rules(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming");
        var person = await hub.Person("E1");
        await hub.RunsJobs();
        Assert.Null(await hub.Excuses(person, "grooming", "2026-02-28"));
        hub.Now("2026-02-01");
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => hub.Assigns(person, "grooming", kind: "self"));
        Assert.Contains("You are excused", refused.Message, StringComparison.Ordinal);
        Assert.Equal("waived", await hub.Status(person));
        await hub.Assigns(person, "grooming");
        Assert.Equal(["1 2026-01-05 due 2026-01-12  2026-01-05 waived", "2 2026-02-01 due 2026-02-08"], await Lines(hub));
    }

    [Theory, BothDatabases]
    public async Task A_window_that_opens_meanwhile_asks_nothing_until_the_waiver_ends(TestDatabase database)
    {
        var seen = new List<List<string>>();
        foreach (var isLate in (bool[])[false, true])
        {
            await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
            await hub.Programme("grooming", CertificationSteps.Yaml("grooming", policy: "active: 2m, window: 15d, basis: completion", requires: "quiz: SLUG"));
            var person = await hub.Person("E1");
            await hub.RunsJobs();
            await hub.Passes(person, "grooming"); // expires on 5 March; the window opens on 18 February
            hub.Now("2026-01-10");
            Assert.Null(await hub.Excuses(person, "grooming", "2026-03-20"));
            Assert.Equal("certified", await hub.Status(person));
            foreach (var day in (string[])["2026-02-18", "2026-02-20", "2026-03-06"])
            {
                hub.Now(day);
                if (day == "2026-02-20") await hub.Passes(person, "grooming"); // of one's own accord; it is asked by nobody
                if (isLate) continue;
                await hub.RunsJobs();
                await hub.RunJob("work.general"); // what the dates told
                hub.Clock.Advance(TimeSpan.FromMinutes(5));
                Assert.Equal("ok", (await hub.RunJob("notifications.gather")).Outcome);
                Assert.Equal(day == "2026-03-06" ? "waived" : "certified", await hub.Status(person));
            }
            Assert.Equal(isLate ? 0 : 1, await hub.Scalar<long>("select count(*) from notifications_item where step = 'expired'"));
            Assert.Equal(0, await hub.Scalar<long>("select count(*) from notifications_item where step in ('expiring', 'expired') and notice_id is not null")); // who need not renew is not told to
            hub.Now("2026-03-25");
            await hub.RunsJobs();
            seen.Add(await Lines(hub));
            Assert.Equal(["2026-01-05", "2026-03-21"], (await hub.Told()).Where(t => t.StartsWith("PeriodAssigned", StringComparison.Ordinal)).Select(t => t.Contains("true", StringComparison.Ordinal) ? "2026-03-21" : "2026-01-05"));
            await hub.Passes(person, "grooming");
            Assert.Equal("certified", await hub.Status(person));
        }
        Assert.Equal(["1 2026-01-05 due 2026-01-12 2026-01-05", "2 2026-02-18 due 2026-03-05  2026-02-18 waived", "3 2026-03-21 due 2026-03-28"], seen[0]);
        Assert.Equal(seen[0], seen[1]);
    }

    [Theory, BothDatabases]
    public async Task An_exemption_has_no_end_until_somebody_ends_it(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming");
        var person = await hub.Person("E1");
        await hub.RunsJobs();
        Assert.Null(await hub.Excuses(person, "grooming"));
        hub.Now("2031-01-05");
        await hub.RunsJobs();
        Assert.Equal("waived", await hub.Status(person));
        Assert.Null(await hub.EndsExcuse(person, "grooming"));
        Assert.Equal((Day("2031-01-05"), Day("2031-01-12")), ((await hub.Periods(person))[1].AssignedOn, (await hub.Periods(person))[1].DueOn!.Value));
        Assert.Contains("not excused", (await hub.EndsExcuse(person, "grooming"))!.ToString(), StringComparison.Ordinal);
        Assert.Equal(["certification.excused", "certification.excuse-ended"], await hub.Rows<string>("select action from platform_audit where action like 'certification.excuse%' order by id"));
    }

    [Theory, BothDatabases]
    public async Task Assigning_by_hand_twice_brings_the_date_forward_and_lifts_a_waiver(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: null));
        var person = await hub.Person("E1");
        await hub.Assigns(person, "grooming", due: "2026-03-01");
        await hub.Assigns(person, "grooming", due: "2026-02-01");
        Assert.Equal(Day("2026-02-01"), Assert.Single(await hub.Periods(person)).DueOn);
        Assert.Null(await hub.Excuses(person, "grooming", "2026-01-20"));
        hub.Now("2026-01-10");
        await hub.Assigns(person, "grooming", due: "2026-02-15");
        Assert.Equal("assigned", await hub.Status(person));
        Assert.Equal(Day("2026-02-01"), (await hub.Periods(person))[1].DueOn);
        Assert.Equal(Day("2026-01-10"), await hub.Scalar<DateOnly>("select ended_on from certification_excuse"));
        hub.Now("2026-01-25");
        await hub.RunsJobs();
        Assert.Equal(2, (await hub.Periods(person)).Count); // the day on which it would have ended asks for nothing more
    }

    [Theory, BothDatabases]
    public async Task Who_comes_back_is_asked_when_the_waiver_is_over_and_not_before(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming");
        var site = await hub.Scalar<long>("select id from people_site order by id limit 1");
        List<long> people = [await hub.Person("E1"), await hub.Person("E2")];
        await hub.RunsJobs();
        foreach (var person in people)
        {
            Assert.Null(await hub.Excuses(person, "grooming", "2026-02-28"));
            Assert.Null(await hub.In(s => s.GetRequiredService<LeavePerson>().Handle(person, Day("2026-01-10"), default)));
        }
        foreach (var (day, person) in new[] { ("2026-02-01", people[0]), ("2026-04-01", people[1]) })
        {
            hub.Now(day);
            await hub.RunsJobs();
            Assert.Null(await hub.In(s => s.GetRequiredService<RehirePerson>().Handle(person, new Placement(site, null, null), Day(day), default)));
            await hub.RunsJobs();
        }
        Assert.Equal([Day("2026-01-05"), Day("2026-03-01")], (await hub.Periods(people[0])).Select(p => p.AssignedOn));
        Assert.Equal([Day("2026-01-05"), Day("2026-04-01")], (await hub.Periods(people[1])).Select(p => p.AssignedOn));
    }

    [Theory, BothDatabases]
    public async Task Revoking_from_somebody_who_is_excused_asks_for_nothing_until_then(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", requires: "quiz: SLUG"));
        var person = await hub.Person("E1");
        await hub.RunsJobs();
        await hub.Passes(person, "grooming");
        Assert.Null(await hub.Excuses(person, "grooming", "2026-01-31"));
        Assert.Null(await hub.Revokes((await hub.Periods(person))[0].Id));
        Assert.Equal("waived", await hub.Status(person));
        hub.Now("2026-02-01", "00:30");
        await hub.RunsJobs();
        Assert.Equal(("assigned", Day("2026-02-08")), (await hub.Status(person), (await hub.Periods(person))[2].DueOn!.Value));
    }

    /// <summary>A waiver had no end and was lifted by assigning by hand.</summary>
    [Theory, BothDatabases]
    public async Task What_was_waived_before_there_were_excuses_stays_waived(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming");
        var (waived, lifted) = (await hub.Person("E1"), await hub.Person("E2"));
        await hub.RunsJobs();
        foreach (var person in (long[])[waived, lifted]) Assert.Null(await hub.Excuses(person, "grooming"));
        hub.Now("2026-01-08");
        await hub.Assigns(lifted, "grooming");
        await hub.Execute("drop table certification_excuse");
        await hub.Execute("delete from platform_migration where module = 'certification' and name like '%_excuses.sql'");
        Assert.EndsWith("_excuses.sql", Assert.Single(await hub.Services.GetRequiredService<Migrator>().Run(default)), StringComparison.Ordinal);
        Assert.Equal([$"{waived} 2026-01-05  Long leave", $"{lifted} 2026-01-05 2026-01-08 Long leave"],
            await hub.Rows<string>("select person_id || ' ' || cast(from_on as text) || ' ' || coalesce(cast(ended_on as text), '') || ' ' || reason from certification_excuse order by id"));
        hub.Now("2026-06-01");
        await hub.RunsJobs();
        Assert.Equal(("waived", "overdue"), (await hub.Status(waived), await hub.Status(lifted)));
        await hub.Assigns(waived, "grooming");
        Assert.Equal("assigned", await hub.Status(waived));
    }

    [Fact]
    public async Task Hr_excuses_with_a_paper_that_only_who_may_excuse_can_open()
    {
        await using var hub = await CertificationSteps.StartAt(TestDatabase.Sqlite, "2026-01-05");
        await hub.Programme("grooming");
        var (hr, auditor, person) = (await hub.Person("H1", Roles.Hr), await hub.Person("A1", Roles.Auditor), await hub.Person("E1"));
        var there = await hub.PersonAt(await hub.Site("SH1"), "E2");
        await hub.RunsJobs();
        using var client = await hub.SignedIn(hr);
        async Task<HttpResponseMessage> Sends(long whom, string until, string? why, byte[]? file)
        {
            using var form = (await client.Page($"/hr/people/{whom}/certifications/grooming/excuse")).Form("form[enctype]", [("Until", until), ("Why", why ?? "")]);
            if (file is not null) form.Add(new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } }, "proof", "note.pdf");
            return await client.PostAsync($"/hr/people/{whom}/certifications/grooming/excuse", form);
        }
        async Task Refused(string words, HttpResponseMessage answer)
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Contains(words, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        await Refused("neither a PDF nor", await Sends(person, "", "Broken leg", "no paper"u8.ToArray()));
        await Refused("Broken leg", await Sends(person, "28.2.2026", "Broken leg", null)); // what was typed is still there
        await Refused("at most 500 characters", await Sends(person, "", new string('x', 501), null));
        await Refused("Somebody else must excuse you", await Sends(hr, "", "I have no time", null));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from certification_excuse"));
        Assert.Equal(HttpStatusCode.Redirect, (await Sends(person, "2026-02-28", "Broken leg", "%PDF-1.7 a note"u8.ToArray())).StatusCode);
        var shown = await client.GetStringAsync($"/hr/people/{person}/certifications");
        Assert.Contains("5 January 2026 to 28 February 2026", shown, StringComparison.Ordinal);
        var paper = $"/hr/excuses/{await hub.Scalar<long>("select id from certification_excuse")}/proof";
        Assert.Equal("%PDF-1.7 a note", await client.GetStringAsync(paper));
        Assert.Contains("Excused until 28 February 2026", await client.GetStringAsync($"/hr/people/{person}/certifications/grooming/excuse"), StringComparison.Ordinal);
        Assert.Contains("excused; assigning ends that", await client.GetStringAsync("/hr/programs/grooming/assign"), StringComparison.Ordinal);

        using var reads = await hub.SignedIn(auditor);
        Assert.DoesNotContain("note.pdf", await reads.GetStringAsync($"/hr/people/{person}/certifications"), StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.OK, (await reads.GetAsync(paper)).StatusCode);
        var site = await hub.Scalar<long>("select site_id from people_person where id = @there", new { there });
        var siteHr = await hub.Person("H2");
        await hub.Grant(siteHr, Roles.Hr, site, null);
        using var away = await hub.SignedIn(siteHr);
        foreach (var url in (string[])[paper, $"/hr/people/{person}/certifications/grooming/excuse"]) Assert.Equal(HttpStatusCode.NotFound, (await away.GetAsync(url)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await away.GetAsync($"/hr/people/{there}/certifications/grooming/excuse")).StatusCode);
        var ended = await Forms.Post(client, $"/hr/people/{person}/certifications/grooming/excuse", $"/hr/people/{person}/certifications/grooming/excuse?handler=End", []);
        Assert.Equal((HttpStatusCode.Redirect, "assigned"), (ended.StatusCode, await hub.Status(person)));
    }
}
