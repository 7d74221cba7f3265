using System.Net;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Programmes;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.People;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Certification.CertificationWords;

namespace TrainingHub.Tests.Certification;

/// <summary>Rules for people of a tag, of a hire date, and for all but some.</summary>
public sealed class AudienceRuleTests
{
    [Theory, BothDatabases]
    public async Task A_tag_assigns_and_its_end_releases_whether_taken_away_or_run_out(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: "audience: { tags: [Night shift] }, dueIn: 7d"));
        var (taken, ends, other) = (await hub.Person("E1"), await hub.Person("E2"), await hub.Person("E3"));
        await hub.RunsJobs();
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from certification_period"));

        hub.Now("2026-01-10");
        Assert.Null(await hub.Tags(taken, "night shift"));
        Assert.Null(await hub.Tags(ends, Day("2026-01-20"), "night shift"));
        Assert.Null(await hub.Tags(other, "early shift"));
        Assert.Equal("ok", (await hub.RunJob("work.general")).Outcome); // each by the event of the tag, no night needed
        Assert.Equal(Day("2026-01-17"), Assert.Single(await hub.Periods(taken)).DueOn);
        Assert.Single(await hub.Periods(ends));
        Assert.Empty(await hub.Periods(other));

        hub.Now("2026-01-15");
        Assert.Null(await hub.Untags(taken, "night shift"));
        Assert.Equal("ok", (await hub.RunJob("work.general")).Outcome);
        Assert.Equal("unassigned", Assert.Single(await hub.Periods(taken)).EndReason);

        hub.Now("2026-01-20");
        await hub.RunsJobs();
        Assert.True(Assert.Single(await hub.Periods(ends)).IsOpen); // its last day
        hub.Now("2026-01-21");
        await hub.RunsJobs();
        Assert.Equal("unassigned", Assert.Single(await hub.Periods(ends)).EndReason);
    }

    [Theory, BothDatabases]
    public async Task Whoever_comes_into_an_exception_is_released_and_time_alone_lets_nobody_off(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Site("SH1", "Shanghai");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: "audience: { except: [{ sites: [SH1] }, { tags: [intern] }, { employedFor: 30d }] }, dueIn: 60d"));
        var (moved, tagged, stays, old) = (await hub.Person("E1"), await hub.Person("E2"), await hub.Person("E3"), await hub.OldHand("E4", "2020-01-01"));
        await hub.RunsJobs();
        Assert.Empty(await hub.Periods(old));
        await hub.Moves(moved, await hub.Scalar<long>("select id from people_site where code = 'SH1'"));
        Assert.Null(await hub.Tags(tagged, "intern"));
        await hub.RunsJobs();
        Assert.Equal("unassigned", Assert.Single(await hub.Periods(moved)).EndReason);
        Assert.Equal("unassigned", Assert.Single(await hub.Periods(tagged)).EndReason);
        Assert.True(Assert.Single(await hub.Periods(stays)).IsOpen);

        hub.Now("2026-02-20");
        await hub.RunsJobs();
        Assert.True(Assert.Single(await hub.Periods(stays)).IsOpen); // employed for more than thirty days by now
        await hub.EvaluatesRules(stays);
        Assert.True(Assert.Single(await hub.Periods(stays)).IsOpen);
        Assert.Equal(0, (await hub.RunJob("certification.evaluate-rules")).Counts["people who differed"]);
    }

    [Theory, BothDatabases]
    public async Task The_job_and_the_evaluation_of_each_person_come_to_the_same_with_tags_and_exceptions(TestDatabase database)
    {
        await using var swept = await CertificationSteps.StartAt(database, "2026-01-05");
        await using var single = await CertificationSteps.StartAt(database, "2026-01-05");
        var seen = new List<List<string>>();
        foreach (var hub in (TestHub[])[swept, single])
        {
            await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: "audience: { tags: [a, b], except: [{ tags: [c] }] }, dueIn: 7d }, { audience: { except: [{ tags: [a] }, { tags: [b, c], employedFor: 1d }] }, dueIn: 3d"));
            var people = new List<long>();
            for (var i = 0; i < 9; i++) people.Add(await hub.Person($"E{i}"));
            foreach (var day in new[] { "2026-01-05", "2026-01-06", "2026-01-08" })
            {
                hub.Now(day);
                for (var i = 0; i < people.Count; i++)
                {
                    // Another mixture each day, and on the last day fewer.
                    var n = i + int.Parse(day[^1..], System.Globalization.CultureInfo.InvariantCulture);
                    Assert.Null(await hub.Tags(people[i], day != "2026-01-08" && n % 4 == 0 ? (DateOnly?)Day("2026-01-07") : null, [.. new[] { "a", "b", "c" }.Where((_, t) => (n >> t) % 2 == 1)]));
                    Assert.Null(await hub.Untags(people[i], [.. new[] { "a", "b", "c" }.Where((_, t) => (n >> t) % 3 == 0)]));
                }
                if (hub == swept) Assert.Equal("ok", (await hub.RunJob("certification.evaluate-rules")).Outcome);
                else foreach (var person in people) await hub.EvaluatesRules(person);
            }
            seen.Add(await hub.Rows<string>(
                """
                select p.employee_number || ' ' || d.number || ' ' || d.assigned_on || ' ' || d.due_on || ' ' || coalesce(d.end_reason, '') || ' ' || (select count(*) from certification_reason n where n.requirement_id = d.requirement_id and n.ended_at is null)
                from certification_period d join people_person p on p.id = d.person_id order by 1
                """));
        }
        Assert.Contains(seen[0], s => s.Contains("unassigned", StringComparison.Ordinal));
        Assert.Equal(seen[0], seen[1]);
    }

    [Theory, BothDatabases]
    public async Task Tags_and_exceptions_reach_no_further_than_the_sites_named(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        var program = await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: null));
        var (hr, site) = (await hub.Person("H1"), await hub.Site("SH1", "Shanghai"));
        await hub.Site("BJ1", "Beijing");
        await hub.Grant(hr, Roles.Hr, site, null);
        Task<Problem?> Makes(Audience audience) => hub.As(hr, async s => (await s.GetRequiredService<CreateRule>().Handle(program, audience, "7d", default)).Problem);
        const string wholeHub = "a rule for all sites can only be made for the whole hub";
        Assert.Contains(wholeHub, (await Makes(new Audience(Tags: ["night"])))?.ToString(), StringComparison.Ordinal);
        Assert.Contains(wholeHub, (await Makes(new Audience(Except: [new Audience(Tags: ["night"])])))?.ToString(), StringComparison.Ordinal);
        Assert.Contains(wholeHub, (await Makes(new Audience(Except: [new Audience(Sites: ["SH1"])])))?.ToString(), StringComparison.Ordinal);
        Assert.Contains(wholeHub, (await Makes(new Audience(Except: [new Audience(Sites: ["BJ1"])])))?.ToString(), StringComparison.Ordinal);
        Assert.Contains("this one is for everybody", (await Makes(new Audience(Sites: ["SH1"], Except: [new Audience()])))?.ToString(), StringComparison.Ordinal);
        Assert.Contains("has the code PILOT", (await Makes(new Audience(Sites: ["SH1"], Except: [new Audience(Positions: ["PILOT"])])))?.ToString(), StringComparison.Ordinal);
        Assert.Null(await Makes(new Audience(Sites: ["SH1"], Tags: ["night"], Except: [new Audience(Tags: ["intern"])])));
    }

    [Fact]
    public async Task The_form_of_a_rule_counts_and_saves_tags_hire_dates_and_exceptions()
    {
        await using var hub = await CertificationSteps.StartAt(TestDatabase.Sqlite, "2026-01-05");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: null));
        var hr = await hub.Person("H1", Roles.Hr);
        var (night, intern) = (await hub.Person("E1"), await hub.Person("E2"));
        Assert.Null(await hub.Tags(night, "night"));
        Assert.Null(await hub.Tags(intern, "night", "intern"));
        using var client = await hub.SignedIn(hr);
        const string page = "/hr/programs/grooming/rules/new";
        async Task<HttpResponseMessage> Post(string handler, params (string Key, string Value)[] fields) => await Forms.Post(client, page, $"{page}?handler={handler}", fields.ToDictionary(f => f.Key, f => f.Value));
        Assert.Contains("In use: intern, night", await client.GetStringAsync(page), StringComparison.Ordinal);
        (string, string)[] typed = [("DueIn", "10"), ("More.Tags", "Night"), ("More.NotTags", "intern"), ("More.HiredFrom", "2026-01-01")];
        var preview = await (await Post("Preview", typed)).Content.ReadAsStringAsync();
        Assert.Contains("catches 1 people; 1 of them", preview, StringComparison.Ordinal);
        var form = new HtmlParser().ParseDocument(preview);
        Assert.Equal(("Night", "intern", "2026-01-01"), (form.QuerySelector("#audience-tags")!.GetAttribute("value"), form.QuerySelector("#audience-not-tags")!.GetAttribute("value"), form.QuerySelector("#hired-from")!.GetAttribute("value")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Post("Preview", ("DueIn", "10"), ("More.HiredFrom", "in March"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Post("Save", ("DueIn", "10"), ("More.HiredFrom", "2026-01-02"), ("More.HiredTo", "2026-01-01"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Post("Save", ("DueIn", "10"), ("More.NotPositions", "PILOT"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Post("Save", typed)).StatusCode);
        await hub.RunsJobs();
        Assert.Single(await hub.Periods(night));
        Assert.Empty(await hub.Periods(intern));
        var shown = new HtmlParser().ParseDocument(await client.GetStringAsync("/hr/programs/grooming")).QuerySelector(".rule-list")!.TextContent;
        foreach (var phrase in new[] { "Tag: night", "Hired on 1 January 2026 or later", "Except (Tag: intern)" }) Assert.Contains(phrase, shown, StringComparison.Ordinal);
    }
}
