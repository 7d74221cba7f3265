using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Content;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Certification.CertificationWords;

namespace TrainingHub.Tests.Certification;

/// <summary>Points, renewals by turns and certifications that ask for others, from the file to the certificate.</summary>
public sealed class ProgrammeTreeTests
{
    private const string Terms = "    summary: { zh-CN: 说明, en: About it }\n    policy: { active: 12m, window: 2m, basis: expiry, grace: 14d }\n";

    private static string Program(string slug, string tree) => $"  - slug: {slug}\n    title: {{ zh-CN: 认证 {slug}, en: Programme {slug} }}\n{Terms}    {tree}\n";

    private static string Programs(params string[] programs) => "programs:\n" + string.Concat(programs);

    private static async Task<string> Status(TestHub hub, long person, string slug) => (await hub.Holds(person)).Single(p => p.Slug == slug).Status;

    private static async Task<string> Missing(TestHub hub, long person, string slug = "grooming") => string.Join(' ', (await hub.Holds(person)).Single(p => p.Slug == slug).Missing);

    [Theory, BothDatabases]
    public async Task A_rotation_asks_A_then_B_then_C_then_A_again(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", Programs(Program("grooming", "requires: { course: grooming }\n    rotation: [{ quiz: grooming }, { allOf: [{ course: grooming }, { quiz: grooming }] }, { course: grooming }]")));
        var person = await hub.Person("E1");
        await hub.Assigns(person, "grooming", "2026-01-05");
        await hub.Reads(person, "grooming");
        foreach (var (year, asks) in new[] { (2026, "quiz:grooming"), (2027, "course:grooming quiz:grooming"), (2028, "course:grooming"), (2029, "quiz:grooming") })
        {
            hub.Now($"{year}-12-01");
            await hub.RunsJobs();
            Assert.Equal(asks, await Missing(hub, person));
            foreach (var leaf in asks.Split(' '))
                if (leaf.StartsWith("quiz", StringComparison.Ordinal)) await hub.Passes(person, "grooming");
                else await hub.Reads(person, "grooming");
            Assert.Equal("certified", await Status(hub, person, "grooming"));
        }
        Assert.Equal(["0", "1", "2", "3", "1"], await hub.Rows<string>("select cast(path as text) from certification_period order by number"));
    }

    [Theory, BothDatabases]
    public async Task A_waived_renewal_does_not_turn_the_rotation(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", Programs(Program("grooming", "requires: { course: grooming }\n    rotation: [{ quiz: grooming }, { course: grooming }]")));
        var person = await hub.Person("E1");
        await hub.Assigns(person, "grooming", "2026-01-05");
        await hub.Reads(person, "grooming");
        hub.Now("2026-12-01");
        await hub.RunsJobs();
        Assert.Null(await hub.Excuses(person, "grooming"));
        hub.Now("2026-12-10");
        await hub.Assigns(person, "grooming");
        Assert.Equal("quiz:grooming", await Missing(hub, person));
    }

    [Theory, BothDatabases]
    public async Task Points_are_earned_as_they_come_and_said_on_the_pages(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", Programs(Program("grooming", "requires: { points: 5, of: [{ worth: 4, course: grooming }, { worth: 1, quiz: grooming }, { worth: 3, program: second }] }"), Program("second", "requires: { quiz: grooming }\n    rotation: [{ course: grooming }, { quiz: grooming }]")));
        var (person, hr) = (await hub.Person("E1"), await hub.Person("HR1", "hr"));
        await hub.Assigns(person, "grooming");
        await hub.Reads(person, "grooming");
        Assert.Equal("assigned", await Status(hub, person, "grooming"));
        using (var browser = await hub.SignedIn(person))
        {
            var page = await browser.GetStringAsync("/learn/programs");
            Assert.Contains("5 points from these; 4 so far:", page, StringComparison.Ordinal);
            Assert.Contains("1 point: Pass the quiz", page, StringComparison.Ordinal);
            Assert.Contains("3 points: Hold the certification “Programme second”", page, StringComparison.Ordinal);
        }
        using (var browser = await hub.SignedIn(hr))
        {
            Assert.Contains("5 points from these:", await browser.GetStringAsync("/hr/programs/grooming"), StringComparison.Ordinal);
            var second = await browser.GetStringAsync("/hr/programs/second");
            Assert.Contains("To renew it, by turns", second, StringComparison.Ordinal);
            Assert.Contains("does not skip its turn", second, StringComparison.Ordinal);
        }
        await hub.Passes(person, "grooming");
        Assert.Equal("certified", await Status(hub, person, "grooming"));
    }

    [Theory, BothDatabases]
    public async Task A_held_certification_counts_when_the_period_opens_and_when_it_is_earned_later(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", Programs(Program("base", "requires: { quiz: grooming }"), Program("top", "requires: { allOf: [{ program: base }, { course: grooming }] }")));
        var (before, after, late, revoked) = (await hub.Person("E1"), await hub.Person("E2"), await hub.Person("E3"), await hub.Person("E4"));
        foreach (var person in new[] { before, after, late, revoked }) await hub.Assigns(person, "base", "2026-01-05");
        foreach (var person in new[] { before, late, revoked }) await hub.Passes(person, "grooming");
        hub.Now("2026-02-01");
        foreach (var person in new[] { before, after, revoked }) await hub.Assigns(person, "top");
        hub.Now("2027-03-01"); // by now it has expired
        await hub.Assigns(late, "top");
        Assert.Equal("program:base course:grooming", await Missing(hub, late, "top"));
        hub.Now("2026-02-02");
        Assert.Equal("course:grooming", await Missing(hub, before, "top"));
        Assert.Equal("program:base course:grooming", await Missing(hub, after, "top"));

        Assert.Null(await hub.Revokes((await hub.Periods(revoked)).Single(p => p.IsCertified).Id));
        await hub.RunsJobs();
        Assert.Equal("program:base course:grooming", await Missing(hub, revoked, "top"));

        foreach (var person in new[] { before, after }) await hub.Reads(person, "grooming");
        Assert.Equal("certified", await Status(hub, before, "top"));
        hub.Now("2026-02-04");
        await hub.Passes(after, "grooming");
        hub.Now("2026-02-09"); // the job that carries it over is late
        await hub.RunsJobs();
        Assert.Equal(Day("2026-02-04"), (await hub.Periods(after)).Single(p => p.CompletedOn is not null && p.AssignedOn == Day("2026-02-01")).CompletedOn);
        // The record says what it rests on.
        using var browser = await hub.SignedIn(await hub.Person("HR1", "hr"));
        Assert.Contains("Certification “Programme base” held", await browser.GetStringAsync($"/hr/people/{before}/certifications"), StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task A_certification_that_was_marked_late_counts_for_what_was_asked_meanwhile(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", Programs(Program("base", "requires: { quiz: grooming }"), Program("top", "requires: { allOf: [{ program: base }, { course: grooming }] }")));
        var person = await hub.Person("E1");
        await hub.Assigns(person, "base");
        var handedIn = hub.Clock.GetUtcNow().AddHours(1);
        hub.Now("2026-02-01");
        await hub.Assigns(person, "top");
        await hub.RunsJobs();
        hub.Now("2026-02-03");
        await hub.Passes(person, "grooming", handedIn); // a trainer has marked it only now
        await hub.RunsJobs();
        Assert.Equal("course:grooming", await Missing(hub, person, "top"));
        await hub.RunsJobs();
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from certification_evidence e join certification_deed a on a.id = e.deed_id where a.kind = 'program'"));
    }

    [Theory, BothDatabases]
    public async Task A_programme_that_needs_itself_by_way_of_another_is_refused(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", Programs(Program("base", "requires: { quiz: grooming }")));
        await hub.Programme("greetings", Programs(Program("top", "requires: { program: base }")));
        var refused = await Assert.ThrowsAsync<ContentRefusedException>(() => hub.Programme("grooming", Programs(Program("base", "requires: { quiz: grooming }\n    renewal: { program: top }"))));
        Assert.Contains("base → top → base", refused.Message, StringComparison.Ordinal);
        Assert.Contains("There is no program \"nothing\"", (await Assert.ThrowsAsync<ContentRefusedException>(() => hub.Programme("grooming", Programs(Program("base", "requires: { program: nothing }"))))).Message, StringComparison.Ordinal);
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from certification_program_version"));
    }

    [Theory, BothDatabases]
    public async Task What_was_exported_is_read_as_the_same(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming", Programs(
            Program("grooming", "requires: { inOrder: [{ program: second }, { points: 6, of: [{ worth: 5, anyOf: [{ course: grooming }, { quiz: grooming }] }, { worth: 1, quiz: grooming }] }] }\n    rotation: [{ quiz: grooming }, { anyOf: [{ quiz: grooming }, { course: grooming }] }]"),
            Program("second", "requires: { quiz: grooming }")));
        async Task<string> Export() => (await hub.In(async s => await s.GetServices<IContentPart>().OfType<ProgramContent>().Single().Export(await hub.Scalar<long>("select id from courses_course where slug = 'grooming'"), default)))!;
        var first = await Export();
        Assert.Contains("        - points: 6\n          of:\n            - worth: 5\n              anyOf:\n                - course: grooming\n", first, StringComparison.Ordinal);
        Assert.Contains("    rotation:\n      - quiz: grooming\n      - anyOf:\n", first, StringComparison.Ordinal);
        await hub.Programme("grooming", first);
        Assert.Equal(first, await Export());
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from certification_program_version"));
        Assert.Equal(["0 program second", "0 quiz grooming", "1 quiz grooming", "2 course grooming", "2 quiz grooming"], await hub.Rows<string>(
            "select f.path || ' ' || f.kind || ' ' || f.key from certification_leaf f join certification_program_version v on v.id = f.version_id where v.rotation is not null and (f.path > 0 or f.kind <> 'course') order by f.path, f.kind"));
    }
}
