using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Content;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Certification;

public sealed class ProgramContentTests
{
    [Theory]
    [InlineData("basis: expiry", "basis: expire", 7, "\"expire\" is not known here; use one of completion, expiry, fixed.")]
    [InlineData("active: 12m", "active: 12 months", 7, "“12 months” is not a length of time.")]
    [InlineData("window: 2m", "window: 13m", 7, "The renewal window (13m)")]
    [InlineData("grace: 14d", "gracce: 14d", 7, "The key \"gracce\" is not known here.")]
    [InlineData("basis: expiry", "basis: expiry, minimum: 6m", 7, "Only the basis fixed has a minimum")]
    [InlineData("basis: expiry", "basis: expiry, firstMinimum: 1d", 7, "Only the basis fixed has a minimum for first periods")]
    [InlineData("basis: expiry", "basis: expiry, anchor: 2026-03-01", 7, "Only the basis fixed has a fixed date")]
    [InlineData("basis: expiry", "basis: fixed, anchor: 2026-02-30", 7, "\"2026-02-30\" is no day")]
    [InlineData("basis: expiry", "basis: fixed, firstMinimum: 0d", 7, "The shortest first period must be at least one day")]
    [InlineData("grace: 14d", "grace: 14d, lapsed: whole", 7, "\"whole\" is not known here; use one of renewal, full.")]
    [InlineData("grace: 14d", "grace: 14d, zone: Mars/Olympus", 7, "Mars/Olympus is no time zone. Write an IANA name such as Asia/Shanghai.")]
    [InlineData("grace: 14d", "grace: 14d, zone: China Standard Time", 7, "China Standard Time is no time zone.")]
    [InlineData("allOf:", "allof:", 5, "“allof” is not known here; expected allOf, anyOf, inOrder, points or one of: course, external, program, quiz, signed.")]
    [InlineData("{ course: grooming }, ", "{ quiz: grooming }, ", 5, "quiz: grooming stands here twice.")]
    [InlineData("{ course: grooming }", "{ course: Grooming }", 5, "course needs the slug of one: lower-case letters, digits and hyphens; it is \"Grooming\".")]
    [InlineData("{ course: grooming }", "{ course: grooming, quiz: grooming }", 5, "exactly one key")]
    [InlineData("allOf: [{ course: grooming }, { quiz: grooming }]", "points: 9, of: [{ worth: 4, course: grooming }, { worth: 4, quiz: grooming }]", 5, "points must be a whole number from 1 to 8")]
    [InlineData("allOf: [{ course: grooming }, { quiz: grooming }]", "points: 4, of: [{ worth: 4, course: grooming }, { quiz: grooming }]", 5, "says its worth")]
    [InlineData("allOf: [{ course: grooming }, { quiz: grooming }]", "points: 4, of: [{ worth: 4, course: grooming }, { worth: 1, course: grooming }]", 5, "course: grooming stands here twice.")]
    [InlineData("{ course: grooming }, ", "{ worth: 2, course: grooming }, ", 5, "exactly one key, not 2")]
    [InlineData("{ course: grooming }, ", "{ program: grooming }, ", 2, "need each other in a circle, so nobody could ever earn one: grooming → grooming.")]
    [InlineData("renewal: { quiz: grooming }", "renewal: { quiz: grooming }\n    rotation: [{ quiz: grooming }, { course: grooming }]", 7, "a renewal or a rotation of several, not both")]
    [InlineData("renewal: { quiz: grooming }", "rotation: [{ quiz: grooming }]", 6, "at least two paths")]
    [InlineData("renewal: { quiz: grooming }", "rotation: [{ quiz: grooming },\n      { quizz: grooming }]", 7, "“quizz” is not known here")]
    [InlineData("dueIn: 7d", "dueIn: soon", 8, "“soon” is not a length of time.")]
    [InlineData("audience: {}", "audience: { hiredWithin: 3m }", 8, "Count it in days or weeks")]
    [InlineData("audience: {}", "audience: { cities: [SH] }", 8, "The key \"cities\" is not known here.")]
    [InlineData("audience: {}", "audience: { hiredFrom: 1.3.2026 }", 8, "is no day; write it as 2026-03-01.")]
    [InlineData("audience: {}", "audience: { hiredFrom: 2026-03-02, hiredTo: 2026-03-01 }", 8, "Turn the two dates round.")]
    [InlineData("audience: {}", "audience: { tags: [\"night, early\"] }", 8, "A tag contains no commas")]
    [InlineData("audience: {}", "audience: { except: { tags: [night] } }", 8, "A list is expected.")]
    [InlineData("audience: {}", "audience: { except: [{ tags: [night] },\n        {}] }", 9, "this one is for everybody")]
    [InlineData("audience: {}", "audience: { except: [{ sites: [] }] }", 8, "this one is for everybody")]
    [InlineData("audience: {}", "audience: { except: [{ tags: [a], except: [{ tags: [b] }] }] }", 8, "The key \"except\" is not known here.")]
    [InlineData("zh-CN: 认证, ", "", 3, "The translation in zh-CN is missing")]
    [InlineData("slug: grooming", "slug: Grooming!", 2, "is no slug")]
    public void A_slip_of_the_pen_is_found_with_its_line(string right, string wrong, int line, string message)
    {
        var yaml = CertificationSteps.Yaml("grooming");
        Assert.Contains(right, yaml, StringComparison.Ordinal);
        var faults = new Faults();
        ProgramFile.Read("grooming/program.yaml", yaml.Replace(right, wrong, StringComparison.Ordinal), CertificationWords.Kinds, faults);
        Assert.Contains(faults.All, f => f.Line == line && f.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void All_faults_are_found_at_once_and_a_slug_twice_is_one()
    {
        var faults = new Faults();
        var two = CertificationSteps.Yaml("grooming", "active: 1, window: 2m, basis: expiry, grace: x").TrimEnd() + "\n" + CertificationSteps.Yaml("grooming").Split('\n', 2)[1];
        ProgramFile.Read("grooming/program.yaml", two.Replace("active: 12m", "active: 12m, basic: 1", StringComparison.Ordinal), CertificationWords.Kinds, faults);
        Assert.Equal(3, faults.All.Count);
        faults = new Faults();
        ProgramFile.Read("grooming/program.yaml", CertificationSteps.Yaml("grooming").TrimEnd() + "\n" + CertificationSteps.Yaml("grooming").Split('\n', 2)[1], CertificationWords.Kinds, faults);
        Assert.Contains("already used above", Assert.Single(faults.All).Message, StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task Importing_again_changes_nothing_and_a_change_makes_one_version(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming");
        await hub.Programme("grooming");
        async Task<(long Versions, long Policies, long Rules)> Counts() =>
            (await hub.Scalar<long>("select count(*) from certification_program_version"), await hub.Scalar<long>("select count(*) from certification_policy"), await hub.Scalar<long>("select count(*) from v_certification_rule where ends_on is null"));
        Assert.Equal((1, 1, 1), await Counts());
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", title: "Looking tidy"));
        Assert.Equal((2, 1, 1), await Counts());
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", "active: 6m, window: 1m, basis: fixed, minimum: 2m", title: "Looking tidy"));
        Assert.Equal((2, 2, 1), await Counts());
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", "active: 6m, window: 1m, basis: fixed, minimum: 2m", assign: null, title: "Looking tidy"));
        Assert.Equal((2, 2, 0), await Counts());
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", "active: 6m, window: 1m, basis: fixed, minimum: 2m", title: "Looking tidy"));
        Assert.Equal((2, 2, 1), await Counts());
    }

    [Theory, BothDatabases]
    public async Task What_only_the_database_knows_is_refused_and_nothing_is_imported(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        var e = await Assert.ThrowsAsync<ContentRefusedException>(() => hub.Programme("grooming", CertificationSteps.Yaml("grooming", requires: "allOf: [{ course: SLUG }, { quiz: greetings }]", assign: "audience: { positions: [BELLBOY] }, dueIn: 7d")));
        Assert.Equal(2, e.Faults.Count);
        Assert.Contains("There is no quiz \"greetings\"", e.Message, StringComparison.Ordinal);
        Assert.Contains("BELLBOY", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from certification_program"));

        await hub.Programme("grooming");
        Assert.Contains("Another course already has", (await Assert.ThrowsAsync<ContentRefusedException>(() => hub.Programme("manners", CertificationSteps.Yaml("grooming", requires: "course: manners")))).Message, StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task Export_import_export_gives_the_same_bytes(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        var other = await hub.Site("SH1", "Shanghai");
        Assert.NotEqual(0, other);
        const string yaml =
            """
            programs:
              - slug: grooming
                title: { zh-CN: "仪容：一", en: 'Grooming "A": first' }
                summary: { zh-CN: 说明, en: "Two\nlines # no comment" }
                requires: { allOf: [{ course: grooming }, { anyOf: [{ quiz: grooming }, { inOrder: [{ course: grooming }, { quiz: grooming }] }, { course: grooming }], count: 2 }] }
                renewal: { quiz: grooming }
                policy: { active: 12m, window: 2m, basis: fixed, minimum: 3m, firstMinimum: 1d, anchor: 2026-03-01, grace: 14d, graceCounts: true, lapsed: full }
                assign:
                  - { audience: {}, dueIn: 7d }
                  - { audience: { sites: [SH1], hiredWithin: 13w }, dueIn: 1m }
                  - { audience: { tags: [Night  Shift, 急救员], hiredFrom: 2026-01-01, hiredTo: 2026-06-30, except: [{ sites: [SH1], tags: [intern] }, { employedFor: 4w }] }, dueIn: 7d }
              - slug: plain
                title: { zh-CN: 甲, en: A }
                summary: { zh-CN: 乙, en: B }
                requires: { course: grooming }
                policy: { active: 1y, window: 0d, basis: completion }
            """;
        await hub.Programme("grooming", yaml);
        async Task<string> Export() => (await hub.In(async s => await s.GetServices<IContentPart>().OfType<ProgramContent>().Single().Export(await hub.Scalar<long>("select id from courses_course where slug = 'grooming'"), default)))!;
        var first = await Export();
        await hub.Programme("grooming", first);
        Assert.Equal(first, await Export());
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from certification_program_version"));
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from certification_policy"));
        Assert.Contains("hiredWithin: 91d", first, StringComparison.Ordinal);
        Assert.Contains("graceCounts: true\n      lapsed: full\n", first, StringComparison.Ordinal);
        Assert.Contains("firstMinimum: 1d\n      anchor: 2026-03-01\n", first, StringComparison.Ordinal);
        Assert.Contains("audience: { tags: [\"night shift\", \"急救员\"], hiredFrom: 2026-01-01, hiredTo: 2026-06-30, except: [{ sites: [\"SH1\"], tags: [\"intern\"] }, { employedFor: 28d }] }", first, StringComparison.Ordinal);
    }

    /// <summary>A row of a hub from before there were fixed dates of the policy's own: its file says nothing new.</summary>
    [Theory, BothDatabases]
    public async Task A_policy_stored_before_and_its_old_file_make_no_new_version(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming");
        await hub.Execute("update certification_program set current_policy_id = null");
        await hub.Execute("delete from certification_policy");
        await hub.Execute(
            """
            insert into certification_policy(program_id, number, active, renewal_window, basis, minimum, grace, grace_is_compliant, origin, created_at)
            select id, 1, '12m', '2m', 'expiry', null, '14d', false, 'content', created_at from certification_program
            """);
        await hub.Execute("update certification_program set current_policy_id = (select id from certification_policy)");
        await hub.Programme("grooming");
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from certification_policy"));
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", "active: 12m, window: 2m, basis: fixed, anchor: 2026-03-01, grace: 14d"));
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from certification_policy"));
    }

    [Fact]
    public void The_standard_modules_have_sound_programmes()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "content"), "program.yaml", SearchOption.AllDirectories))
        {
            var faults = new Faults();
            Assert.NotEmpty(ProgramFile.Read(file, File.ReadAllText(file), CertificationWords.Kinds, faults).Programs);
            Assert.Empty(faults.All);
        }
    }
}
