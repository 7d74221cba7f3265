using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.History;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Tests.Certification.Carried;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Certification.History;

public sealed class TimelineTests
{
    private static Task<List<TimelineEntry>> Lines(TestHub hub, long reader, long person, string? program = null, int skip = 0, int take = 100) => hub.As(reader, async s =>
    {
        s.GetRequiredService<Localizer>().Use(Languages.English);
        return await s.GetRequiredService<TimelineWords>().Say(await s.GetRequiredService<ReadTimeline>().Handle(person, program, skip, take, default), default);
    });

    [Theory, BothDatabases]
    public async Task A_life_is_told_in_order_with_who_why_and_the_versions_that_decided(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming");
        var hr = await hub.Person("H1", Roles.Hr);
        var person = await hub.Person("E1");
        await hub.RunsJobs();
        hub.Now("2026-01-06");
        await hub.As(hr, s => s.GetRequiredService<AssignMany>().Handle(1, [person], CertificationWords.Day("2026-01-08"), default));
        hub.Now("2026-01-09");
        await hub.RunsJobs();
        await hub.Reads(person, "grooming");
        hub.Now("2026-01-10");
        await hub.Passes(person, "grooming", hub.Clock.GetUtcNow().AddHours(-2));
        hub.Now("2026-02-01");
        var reason = await hub.Scalar<long>("select n.id from certification_reason n join certification_requirement q on q.id = n.requirement_id where q.person_id = @person and n.kind = 'manual'", new { person });
        await hub.As(hr, s => s.GetRequiredService<TakeBackAssignment>().Handle(reason, default));
        hub.Now("2026-03-01");
        var period = Assert.Single(await hub.Periods(person)).Id;
        await hub.As(hr, s => s.GetRequiredService<RevokePeriod>().Handle(period, "Found cheating", default));

        var lines = await Lines(hub, hr, person);
        Assert.Equal(
        [
            "Certificate", "Period 2 opened, due by 8 March 2026", "Period 1 ended: revoked", "The assignment was taken back",
            "Certificate", "Certified until 10 January 2027 (period 1)", "Quiz “grooming” passed; counts for period 1", "Course “grooming” read; counts for period 1", "Period 1 is overdue",
            "Due date of period 1 moved from 12 January 2026 to 8 January 2026", "Assigned by hand, due by 8 January 2026", "Period 1 opened, due by 12 January 2026", "Asked by the rule grooming/1, due by 12 January 2026",
        ], lines.Select(l => l.Text.StartsWith("Certificate", StringComparison.Ordinal) ? "Certificate" : l.Text));
        string Who(string text) => Assert.Single(lines, l => l.Text.StartsWith(text, StringComparison.Ordinal)).Row.ByName ?? "the hub";
        Assert.Equal(("测试 H1", "测试 H1", "测试 H1", "the hub"), (Who("Assigned by hand"), Who("The assignment was taken back"), Who("Period 1 ended"), Who("Asked by the rule")));
        Assert.Equal("Found cheating", Assert.Single(lines, l => l.Text == "Period 1 ended: revoked").Why);
        var asked = lines[^1];
        Assert.Equal((1, "For: Everybody"), (asked.Row.RuleVersion, asked.Why));
        var certified = Assert.Single(lines, l => l.Text.StartsWith("Certified", StringComparison.Ordinal));
        Assert.Equal((1, 1, CertificationWords.Day("2026-01-10")), (certified.Row.PolicyVersion, certified.Row.ProgramVersion, certified.Row.OnDay));
        var quiz = Assert.Single(lines, l => l.Text.StartsWith("Quiz", StringComparison.Ordinal));
        Assert.InRange((quiz.Row.RecordedAt - quiz.Row.HappenedAt!.Value).TotalHours, 2, 2.1);
    }

    [Theory, BothDatabases]
    public async Task Everything_else_that_happens_has_its_words_and_a_programme_can_be_chosen(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming");
        await hub.Programme("greetings", CertificationSteps.Yaml("greetings", assign: null));
        var hr = await hub.Person("H1", Roles.Hr);
        var person = await hub.Person("E1");
        await hub.Reads(person, "old-course"); // nothing asks for it
        await hub.Assigns(person, "greetings", kind: "self");
        await hub.RunsJobs();
        await hub.CarriesOver("E1,grooming,2025-06-01,2026-01-20,,The mall,M-7,seen\n");
        hub.Now("2026-03-01");
        await hub.RunsJobs();
        await hub.Excuses(person, "grooming");
        await hub.Execute("update certification_deed set taken_back_at = @now where person_id = @person and key = 'old-course'", new { now = hub.Clock.GetUtcNow(), person });
        await hub.Execute("insert into certification_external(slug, title_zh, title_en, created_at) values ('health-card', '健康证', 'Health card', @now)", new { now = hub.Clock.GetUtcNow() });
        await hub.Execute("""
            insert into certification_credential(person_id, external_id, number, issuer, issued_on, expires_on, file_sha256, file_name, file_type, verified_by, verified_at, withdrawn_at, withdrawn_by, withdrawn_why)
            select @person, id, 'N-1', null, @on, @on, 'x', 'x', 'x', @hr, @now, @now, @hr, 'Forged' from certification_external
            """, new { person, hr, on = CertificationWords.Day("2026-02-01"), now = hub.Clock.GetUtcNow() });
        var all = (await Lines(hub, hr, person)).ConvertAll(l => $"{l.Text}|{l.Why}");
        foreach (var expected in (string[])
        [
            "Course “old-course” read|Counts for no period so far", "Taken back: Course “old-course” read|", "Taken on by own wish|", "Carried over from The mall, valid until 20 January 2026|seen", "Period 1 expired|", "The grace of period 1 is over|",
            "Renewal opened (period 2), due by 20 January 2026|", "Period 2 ended: waived|Long leave", "Excused for good|Long leave", "No longer valid: “Health card” verified|Forged", "“Health card” verified, valid until 1 February 2026|Number N-1",
        ]) Assert.Contains(expected, all);
        Assert.Contains(all, a => a.Contains("issued for what was carried over", StringComparison.Ordinal));
        Assert.All(await Lines(hub, hr, person, "greetings"), l => Assert.Equal("greetings", l.Row.Slug));
        Assert.Equal(all.Skip(3).Take(4), (await Lines(hub, hr, person, skip: 3, take: 4)).Select(l => $"{l.Text}|{l.Why}"));
    }

    [Theory, BothDatabases]
    public async Task Whoever_does_not_see_the_person_sees_no_line_and_everybody_sees_their_own(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming");
        var person = await hub.Person("E1");
        await hub.RunsJobs();
        var far = await hub.Person("H2");
        await hub.Grant(far, Roles.Hr, await hub.Site("FAR"), null);
        Assert.Empty(await Lines(hub, far, person));
        Assert.Equal(2, (await Lines(hub, person, person)).Count);
        using var other = await hub.SignedIn(far);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await other.GetAsync($"/hr/people/{person}/certifications/history")).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await other.GetAsync($"/hr/people/{person}/certifications/history.csv")).StatusCode);
        using var nothing = await hub.SignedIn(far);
        Assert.Contains("asked of you", (await nothing.Page("/learn/programs/history?program=none")).QuerySelector(".empty")!.TextContent, StringComparison.Ordinal);
        using var own = await hub.SignedIn(person);
        var page = await own.Page("/learn/programs/history");
        Assert.Equal(2, page.QuerySelectorAll("ol.history > li").Length);
        var file = await own.GetStringAsync("/learn/programs/history.csv");
        Assert.Equal(3, file.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("Asked by the rule grooming/1", file, StringComparison.Ordinal);
        using var hr = await hub.SignedIn(await hub.Person("H1", Roles.Hr));
        Assert.Contains("asked of this person", (await hr.Page($"/hr/people/{person}/certifications/history?program=none")).QuerySelector(".empty")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("测试 E1", (await hr.Page($"/hr/people/{person}/certifications/history?program=grooming&part=1")).QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.Equal([0xEF, 0xBB, 0xBF], (await hr.GetByteArrayAsync($"/hr/people/{person}/certifications/history.csv")).Take(3));
    }
}
