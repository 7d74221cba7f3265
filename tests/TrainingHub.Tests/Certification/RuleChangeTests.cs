using System.Net;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Content;
using TrainingHub.Modules.Certification.Programmes;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.People;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Certification.CertificationWords;

namespace TrainingHub.Tests.Certification;

/// <summary>Rules with a fixed due date, with a first and a last day, and rules that change.</summary>
public sealed class RuleChangeTests
{
    [Theory]
    [InlineData("2026-12-31", "14d", "2026-03-01", "2026-12-31")]
    [InlineData("2026-12-31", "14d", "2026-12-17", "2026-12-31")] // just enough
    [InlineData("2026-12-31", "14d", "2026-12-18", "2027-12-31")]
    [InlineData("2026-12-31", "3m", "2028-11-01", "2029-12-31")]
    [InlineData("2024-02-29", "1d", "2025-01-01", "2025-02-28")]
    [InlineData("2024-02-29", "1d", "2027-06-01", "2028-02-29")] // comes back when it can
    public void A_fixed_due_date_moves_on_for_whom_it_would_leave_too_little_time(string on, string atLeast, string from, string due) =>
        Assert.Equal(Day(due), DueDates.FixedOn(Day(on), CalendarSpan.Parse(atLeast).Value, Day(from), CalendarSpan.Parse("1y").Value).Value);

    [Fact]
    public void A_fixed_due_date_alone_is_the_same_for_everybody_who_is_there_in_time()
    {
        Assert.Equal(Day("2026-12-31"), DueDates.FixedOn(Day("2026-12-31"), default, Day("2026-12-31"), CalendarSpan.Parse("1y").Value).Value);
        Assert.Equal(Day("2027-12-31"), DueDates.FixedOn(Day("2026-12-31"), default, Day("2027-01-01"), CalendarSpan.Parse("1y").Value).Value); // nobody is overdue at once
        Assert.NotNull(DueDates.FixedOn(Day("9999-12-31"), CalendarSpan.Parse("1d").Value, Day("9999-12-31"), CalendarSpan.Parse("1y").Value).Problem);
    }

    [Theory, BothDatabases]
    public async Task A_rule_of_a_file_holds_from_its_first_day_to_its_last_and_is_written_as_it_was_read(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        const string assign = "audience: {}, due: { on: 2026-02-28, atLeast: 20d }, from: 2026-01-10, until: 2026-02-20";
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: assign));
        var early = await hub.Person("E1");
        await hub.RunsJobs();
        Assert.Empty(await hub.Periods(early));
        hub.Now("2026-02-12");
        var late = await hub.Person("E2");
        await hub.RunsJobs();
        var first = Assert.Single(await hub.Periods(early));
        Assert.Equal((Day("2026-01-10"), Day("2026-02-28")), (first.AssignedOn, first.DueOn!.Value));
        Assert.Equal(Day("2027-02-28"), Assert.Single(await hub.Periods(late)).DueOn); // 16 days would be too few
        var course = await hub.Scalar<long>("select id from courses_course");
        var written = (await hub.In(s => s.GetRequiredService<ExportPrograms>().Handle(course, default)))!;
        Assert.Contains("due: { on: 2026-02-28, atLeast: 20d }\n        from: 2026-01-10\n        until: 2026-02-20\n", written, StringComparison.Ordinal);
        await hub.Programme("grooming", written);
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from certification_rule_version"));

        hub.Now("2026-02-25");
        await hub.RunsJobs();
        Assert.Equal((Day("2026-02-21"), "unassigned"), (Assert.Single(await hub.Periods(early)).EndedOn!.Value, Assert.Single(await hub.Periods(late)).EndReason));
    }

    [Fact]
    public void Due_is_written_in_one_way()
    {
        string[] Faults(string assign)
        {
            var faults = new TrainingHub.Modules.Platform.Yaml.Faults();
            ProgramFile.Read("program.yaml", CertificationSteps.Yaml("grooming", assign: assign), CertificationWords.Kinds, faults);
            return [.. faults.All.Select(f => f.Message)];
        }
        Assert.Empty(Faults("audience: {}, due: { in: 7d }"));
        Assert.Empty(Faults("audience: {}, due: { on: 2026-12-31 }"));
        Assert.Contains("either due or dueIn", Assert.Single(Faults("audience: {}, dueIn: 7d, due: { in: 7d }")), StringComparison.Ordinal);
        Assert.NotEmpty(Faults("audience: {}, due: {}"));
        Assert.NotEmpty(Faults("audience: {}, due: { on: 2026-12-31, in: 7d }"));
        Assert.NotEmpty(Faults("audience: {}"));
        Assert.Contains("before it begins", Assert.Single(Faults("audience: {}, dueIn: 7d, from: 2026-03-01, until: 2026-02-01")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_rule_shows_whom_it_newly_catches_and_releases_and_who_is_in_both_keeps_reason_and_due_date()
    {
        await using var hub = await CertificationSteps.StartAt(TestDatabase.Sqlite, "2026-01-05");
        var (sh, bj) = (await hub.Site("SH1", "Shanghai"), await hub.Site("BJ1", "Beijing"));
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: "audience: { sites: [SH1] }, dueIn: 7d"));
        var hr = await hub.Person("H1", Roles.Hr);
        var (stays, goes, comes) = (await hub.PersonAt(sh, "STAYS"), await hub.PersonAt(sh, "GOES"), await hub.PersonAt(bj, "COMES"));
        Assert.Null(await hub.Tags(goes, "intern"));
        await hub.RunsJobs();
        var rule = await hub.Scalar<long>("select id from certification_rule");
        var version = await hub.Scalar<long>("select version_id from v_certification_rule");

        hub.Now("2026-01-08");
        using var client = await hub.SignedIn(hr);
        var page = $"/hr/programs/grooming/rules/{rule}";
        Assert.Contains("checked", new HtmlParser().ParseDocument(await client.GetStringAsync(page)).QuerySelector("input[value=SH1]")!.OuterHtml, StringComparison.Ordinal);
        (string, string)[] typed = [("Seen", $"{version}"), ("Sites", "SH1"), ("Sites", "BJ1"), ("More.NotTags", "intern"), ("DueIn", "20")];
        Task<HttpResponseMessage> Sends(string handler, params (string Name, string Value)[] fields) => client.Submit(page, $"{page}?handler={handler}", fields);
        var shown = await (await Sends("Preview", typed)).Text();
        Assert.Contains("newly catches 1 people, releases 1 and keeps 1", shown, StringComparison.Ordinal);
        var csv = await (await Sends("Csv", typed)).Text();
        foreach (var line in new[] { "COMES,人员 COMES,Beijing,newly caught", "GOES,人员 GOES,Shanghai,released", "STAYS,人员 STAYS,Shanghai,stays" }) Assert.Contains(line, csv, StringComparison.Ordinal);
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from certification_rule_version")); // nothing is saved by looking
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Sends("Preview", ("Seen", $"{version}"), ("DueIn", "20"), ("DueOn", "2026-12-31"))).StatusCode);

        Assert.Equal(HttpStatusCode.Redirect, (await Sends("Save", typed)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Sends("Save", typed)).StatusCode); // from a second tab
        await hub.RunsJobs();
        Assert.Equal(Day("2026-01-28"), Assert.Single(await hub.Periods(comes)).DueOn);
        Assert.Equal("unassigned", Assert.Single(await hub.Periods(goes)).EndReason);
        Assert.Equal(Day("2026-01-12"), Assert.Single(await hub.Periods(stays)).DueOn);
        Assert.Equal(
            ["COMES 2", "GOES 1", "STAYS 1"],
            await hub.Rows<string>("select p.employee_number || ' ' || v.number from certification_reason n join certification_requirement q on q.id = n.requirement_id join people_person p on p.id = q.person_id join certification_rule_version v on v.id = n.rule_version_id order by 1"));
    }

    [Fact]
    public async Task A_rule_is_changed_only_by_who_is_responsible_for_all_it_catches()
    {
        await using var hub = await CertificationSteps.StartAt(TestDatabase.Sqlite, "2026-01-05");
        var sh = await hub.Site("SH1", "Shanghai");
        await hub.Site("BJ1", "Beijing");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: "audience: { sites: [SH1, BJ1] }, dueIn: 7d }, { audience: { sites: [SH1] }, dueIn: 7d"));
        var hr = await hub.Person("H1");
        await hub.Grant(hr, Roles.Hr, sh, null);
        using var client = await hub.SignedIn(hr);
        var rules = await hub.Rows<long>("select id from certification_rule order by id");
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/hr/programs/grooming/rules/{rules[0]}")).StatusCode);
        var page = $"/hr/programs/grooming/rules/{rules[1]}";
        var seen = $"{await hub.Scalar<long>("select version_id from v_certification_rule where id = @id", new { id = rules[1] })}";
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await client.Submit(page, page + "?handler=Save", ("Seen", seen), ("Sites", "SH1"), ("Sites", "BJ1"), ("DueIn", "7"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await client.Submit(page, page + "?handler=Preview", ("Seen", seen), ("DueIn", "7"))).StatusCode);
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from certification_rule_version"));
    }

    [Theory, BothDatabases]
    public async Task Whoever_is_responsible_for_some_sites_sees_their_rules_and_counts_their_people(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        var (sh, bj) = (await hub.Site("SH1", "Shanghai"), await hub.Site("BJ1", "Beijing"));
        var (here, there, other) = (await hub.Person("E1"), await hub.Person("E2"), await hub.Person("E3"));
        await hub.Moves(here, sh);
        await hub.Moves(there, bj);
        await hub.Moves(other, bj);
        var program = await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: "audience: { sites: [SH1, BJ1] }, dueIn: 7d }, { audience: { sites: [BJ1] }, dueIn: 7d"));
        var hr = await hub.Person("H1");
        await hub.Grant(hr, Roles.Hr, sh, null);
        await hub.RunsJobs();
        using var client = await hub.SignedIn(hr);
        var rules = (await client.Page("/hr/programs/grooming")).QuerySelector("section[aria-labelledby=rules]")!.TextContent;
        Assert.Contains("1 assigned by it", rules, StringComparison.Ordinal);
        Assert.DoesNotContain("2 assigned by it", rules, StringComparison.Ordinal);
        Assert.Contains("1 rule for other places is not listed.", rules, StringComparison.Ordinal);

        // Somebody with a wider reach made it; narrowed to Shanghai it releases two whom this reader does not see.
        var rule = await hub.Scalar<long>("select min(id) from certification_rule");
        var narrowed = new RuleTerms("""{"sites":["SH1"]}""", "7d", null, null, Day("2026-01-05"), null);
        var difference = await hub.As(hr, s => s.GetRequiredService<CompareRule>().Handle(program, rule, narrowed, default));
        Assert.Equal((0, 0, 1, 2), (difference.Caught.Count, difference.Released.Count, difference.Kept.Count, difference.Elsewhere));
        Assert.Equal(2, (await hub.In(s => s.GetRequiredService<CompareRule>().Handle(program, rule, narrowed, default))).Released.Count);
    }

    [Theory, BothDatabases]
    public async Task A_first_day_that_the_file_gave_is_written_again_also_where_it_is_the_day_of_the_import(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: "audience: {}, dueIn: 7d, from: 2026-01-05"));
        var course = await hub.Scalar<long>("select id from courses_course");
        async Task<string> Written() => (await hub.In(s => s.GetRequiredService<ExportPrograms>().Handle(course, default)))!;
        Assert.Contains("from: 2026-01-05", await Written(), StringComparison.Ordinal);
        await hub.Programme("grooming", await Written());
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: "audience: {}, dueIn: 7d"));
        Assert.DoesNotContain("from:", await Written(), StringComparison.Ordinal);
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from certification_rule_version"));
    }
}
