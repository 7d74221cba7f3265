using System.Net;
using System.Text;
using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Changes;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Courses.Changes;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Courses;
using TrainingHub.Tests.Quizzes;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Certification;

/// <summary>The standard changed: who certified on the old text, and how they are asked to learn the new one. With the real courses and quizzes.</summary>
public sealed class ContentChangeTests
{
    private const string LastDay = "2026-03-31";

    private sealed record SittingRow(string? Clauses, int Questions, string LeadUrl);

    /// <summary>Lesson "why" teaches WSH-02, "how" the other clauses; seven questions on WSH-01, one on WSH-02, none on WSH-03.</summary>
    private static SampleCourse Course(string one = "Twenty seconds.", string two = "Use soap.", string three = "Dry your hands.")
    {
        var course = new SampleCourse();
        string Clause(string id, string en) => $"  - id: {id}\n    trades: [all]\n    title: {{ zh-CN: 条款, en: Clause }}\n    text: {{ zh-CN: 文字, en: {en} }}\n";
        course["module.yaml"] = course["module.yaml"][..course["module.yaml"].IndexOf("clauses:", StringComparison.Ordinal)]
            + $"clauses:\n{Clause("WSH-01", one)}{Clause("WSH-02", two)}{Clause("WSH-03", three)}quiz: {{ questions: 4, passMark: 75, shuffle: false }}\n";
        foreach (var language in (string[])["en", "zh-CN"])
        {
            course.Replacing($"lessons/01-why.{language}.md", "[WSH-01]", "[WSH-02]");
            course.Replacing($"lessons/02-how.{language}.md", "[WSH-01]", "[WSH-01, WSH-03]");
        }
        string Question(int n, string clause) => $"  - id: q{n}\n    kind: true-false\n    clause: {clause}\n    stem: {{ zh-CN: 题{n}, en: Question {n} }}\n    answer: true\n";
        course["questions.yaml"] = "questions:\n" + string.Concat(Enumerable.Range(1, 7).Select(n => Question(n, "WSH-01"))) + Question(8, "WSH-02");
        course["program.yaml"] = CertificationSteps.Yaml("washing", assign: null);
        return course;
    }

    private static async Task<TestHub> Start(TestDatabase database)
    {
        var hub = await CertificationSteps.StartAt(database, "2026-03-02");
        await Course().Import(hub);
        return hub;
    }

    private static async Task Reads(TestHub hub, long person, params string[] lessons)
    {
        foreach (var lesson in lessons.Length == 0 ? ["why", "how"] : lessons)
            Assert.Null((await hub.In(s => s.GetRequiredService<ICourseProgress>().Save(person, "washing", lesson, 100, completed: true, default))).Problem);
    }

    private static Task<long> Quiz(TestHub hub) => hub.Scalar<long>("select id from v_quiz where slug = 'washing'");

    private static async Task Finishes(TestHub hub, long person, long attempt, bool right = true)
    {
        foreach (var slot in await hub.Rows<int>("select slot from quizzes_slot where attempt_id = @attempt order by slot", new { attempt }))
            await hub.Answers(person, attempt, slot, QuizWords.Chosen(right ? "true" : "false"));
        Assert.Null(await hub.Submits(person, attempt));
    }

    private static async Task Passes(TestHub hub, long person) => await Finishes(hub, person, await hub.Started(person, await Quiz(hub)));

    private static async Task<long> Assigned(TestHub hub, string number)
    {
        var person = await hub.Person(number);
        await hub.Assigns(person, "washing");
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        return person;
    }

    private static async Task<long> Certified(TestHub hub, string number)
    {
        var person = await Assigned(hub, number);
        await Reads(hub, person);
        await Passes(hub, person);
        Assert.Equal("certified", await hub.Status(person));
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        return person;
    }

    /// <summary>The folder is imported anew, and a trainer judges what it changed; the version.</summary>
    private static async Task<long> Publishes(TestHub hub, SampleCourse course, string severity = "material")
    {
        await course.Import(hub);
        var version = await hub.Scalar<long>("select version_id from v_course");
        var clauses = await hub.Rows<string>("select clause from v_course_clause_change where version_id = @version", new { version });
        Assert.NotEmpty(clauses);
        Assert.Null(await hub.In(s => s.GetRequiredService<JudgeChanges>().Handle(version, clauses.ToDictionary(c => c, _ => new Judgement(severity, null)), mustBeAll: true, default)));
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        return version;
    }

    private static Task<List<long>> Concerned(TestHub hub, long version, long viewer) => hub.In(async s =>
    {
        var affected = s.GetRequiredService<Affected>();
        return await affected.Version(version, default) is not { } changed ? [] : (await affected.NotAsked(changed, viewer, "certification.view", 100, default)).Select(p => p.Id).Order().ToList();
    });

    private static Task<Outcome<int>> Asks(TestHub hub, long hr, long version, string lastDay = LastDay) => hub.As(hr, s => s.GetRequiredService<AssignDelta>().Handle(version, CertificationWords.Day(lastDay), default));

    [Theory, BothDatabases]
    public async Task A_material_change_finds_just_those_who_passed_on_the_old_text(TestDatabase database)
    {
        await using var hub = await Start(database);
        var hr = await hub.Person("HR", Roles.Hr);
        var old = await Certified(hub, "E1");
        var revoked = await Certified(hub, "E2");
        var again = await Certified(hub, "E3");
        var reader = await Certified(hub, "E4");
        var gone = await Certified(hub, "E5");
        await Assigned(hub, "E6"); // holds nothing yet
        Assert.Null(await hub.Revokes((await hub.Periods(revoked)).Single().Id));
        await hub.Execute("update people_person set left_on = @day where id = @gone", new { day = CertificationWords.Day("2026-03-01"), gone });
        hub.Now("2026-03-10");
        var version = await Publishes(hub, Course(one: "Thirty seconds."));
        Assert.Equal([old, again, reader], await Concerned(hub, version, hr));

        await Passes(hub, again);
        await hub.Execute("insert into courses_round(person_id, course_id, round, started_at) select @reader, id, 2, @now from courses_course", new { reader, now = hub.Clock.GetUtcNow() });
        await Reads(hub, reader);
        await Certified(hub, "E7");
        Assert.Equal([old], await Concerned(hub, version, hr));

        // The certification of the old text runs out.
        hub.Now("2027-04-01");
        Assert.Empty(await Concerned(hub, version, hr));
    }

    [Theory, BothDatabases]
    public async Task Who_began_before_and_submitted_after_the_publishing_saw_the_old_text(TestDatabase database)
    {
        await using var hub = await Start(database);
        var hr = await hub.Person("HR", Roles.Hr);
        var taker = await Assigned(hub, "E1");
        await Reads(hub, taker);
        var attempt = await hub.Started(taker, await Quiz(hub));
        // The same of reading: the lesson that teaches the clause decides, not when the course was completed.
        await hub.Programme("reading", CertificationSteps.Yaml("reading", requires: "course: washing", assign: null));
        var (reader, other) = (await hub.Person("E2"), await hub.Person("E3"));
        foreach (var person in (long[])[reader, other]) await hub.Assigns(person, "reading");
        // And of who has nothing but the quiz.
        await hub.Programme("exam", CertificationSteps.Yaml("exam", requires: "quiz: washing", assign: null));
        var examined = await hub.Person("E4");
        await hub.Assigns(examined, "exam");
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        await Reads(hub, reader, "how");
        await Reads(hub, other, "why");
        var exam = await hub.Started(examined, await Quiz(hub));
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        var version = await Publishes(hub, Course(three: "Dry them well."));
        await Finishes(hub, taker, attempt);
        await Finishes(hub, examined, exam);
        await Reads(hub, reader, "why");
        await Reads(hub, other, "how");
        foreach (var person in (long[])[taker, reader, other, examined]) Assert.Equal("certified", await hub.Status(person));
        Assert.Equal([taker, reader, examined], await Concerned(hub, version, hr));
    }

    [Theory, BothDatabases]
    public async Task Cosmetic_and_clarifying_changes_concern_nobody(TestDatabase database)
    {
        await using var hub = await Start(database);
        var hr = await hub.Person("HR", Roles.Hr);
        await Certified(hub, "E1");
        var cosmetic = await Publishes(hub, Course(one: "Thirty seconds."), "cosmetic");
        var clarifying = await Publishes(hub, Course(one: "Forty seconds."), "clarifying");
        foreach (var version in (long[])[cosmetic, clarifying])
        {
            Assert.Empty(await Concerned(hub, version, hr));
            Assert.Equal("not-found", (await Asks(hub, hr, version)).Problem!.Code);
        }
        using var browser = await hub.SignedIn(hr);
        Assert.Empty((await browser.Page("/hr/changes")).QuerySelectorAll("tbody tr"));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/hr/changes/{cosmetic}")).StatusCode);
    }

    [Theory, BothDatabases]
    public async Task One_button_assigns_the_lesson_and_at_most_five_questions_on_the_changed_clauses(TestDatabase database)
    {
        await using var hub = await Start(database);
        var hr = await hub.Person("HR", Roles.Hr);
        var person = await Certified(hub, "E1");
        var other = await hub.Person("E2");
        hub.Now("2026-03-10");
        var version = await Publishes(hub, Course(one: "Thirty seconds."));
        using var desk = await hub.SignedIn(hr);
        var page = await desk.Page($"/hr/changes/{version}");
        Assert.Equal(["Twenty seconds.", "Thirty seconds."], page.QuerySelectorAll(".change-text > p:nth-of-type(3)").Select(p => p.TextContent));
        Assert.Equal("Assign to this person", page.QuerySelector("main form button")!.TextContent);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await desk.PostAsync($"/hr/changes/{version}", page.Form("main form", [("LastDay", "2026-03-09")]))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await desk.PostAsync($"/hr/changes/{version}", page.Form("main form", [("LastDay", LastDay)]))).StatusCode);
        var delta = await hub.Scalar<long>("select id from certification_delta");
        var sitting = Assert.Single(await hub.Rows<SittingRow>("select clauses, questions, lead_url from quizzes_schedule"));
        Assert.Equal(new SittingRow("WSH-01", 5, $"/learn/changes/{delta}"), sitting);
        Assert.Equal("ok", (await hub.RunJob("work.general")).Outcome);
        Assert.Equal([person], await hub.Rows<long>("select person_id from notifications_notice where kind = 'quiz-open'"));

        // The home page and the quiz's page lead to the lesson first.
        using var phone = await hub.SignedIn(person);
        var url = $"/learn/changes/{delta}";
        Assert.Contains((await phone.Page("/")).QuerySelectorAll("main a"), a => a.GetAttribute("href") == url);
        var quiz = await Quiz(hub);
        var start = await phone.Page($"/learn/quizzes/{quiz}");
        Assert.Equal(url, start.QuerySelector("section a.btn-primary")!.GetAttribute("href"));
        Assert.Null(start.QuerySelector("input[name=schedule]"));
        var lesson = await phone.Page(url);
        Assert.Equal(["/learn/courses/washing/how"], lesson.QuerySelectorAll("section li a").Select(a => a.GetAttribute("href")));
        Assert.Null(lesson.QuerySelector("input[name=schedule]"));
        Assert.Equal(HttpStatusCode.Redirect, (await phone.PostAsync(url, lesson.Form("main form", []))).StatusCode);
        var after = await phone.Page(url);
        var begun = await phone.PostAsync($"/learn/quizzes/{quiz}", after.Form("main form", []));
        Assert.Equal(HttpStatusCode.Redirect, begun.StatusCode);
        var attempt = await hub.Scalar<long>("select max(id) from quizzes_attempt where person_id = @person", new { person });
        Assert.Equal(5, await hub.Scalar<long>("select count(*) from quizzes_slot s join quizzes_question_version v on v.id = s.question_version_id where s.attempt_id = @attempt and v.clause = 'WSH-01'", new { attempt }));
        Assert.Equal(5, await hub.Scalar<long>("select count(*) from quizzes_slot where attempt_id = @attempt", new { attempt }));

        var before = Assert.Single(await hub.Periods(person));
        Assert.Contains("Still open", (await desk.Page($"/hr/changes/{version}")).QuerySelector("#asked")!.Closest("section")!.TextContent, StringComparison.Ordinal);
        await Finishes(hub, person, attempt);
        Assert.Contains("Asked: 1, done: 1", await desk.GetStringAsync($"/hr/changes/{version}"), StringComparison.Ordinal);
        var csv = (await desk.GetStringAsync($"/hr/changes/{version}?handler=Csv")).Split("\r\n");
        Assert.Equal(("Employee number,Name,Site,Asked on,To be done by,Read on,Quiz", true), (csv[0].TrimStart('\uFEFF'), csv[1].StartsWith("E1,测试 E1,", StringComparison.Ordinal) && csv[1].EndsWith(",2026-03-10,2026-03-31,2026-03-10,Passed", StringComparison.Ordinal)));
        // It proves nothing about the course, and touches no certification.
        Assert.Equal(before, Assert.Single(await hub.Periods(person)));
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from v_certification_evidence"));

        using var stranger = await hub.SignedIn(other);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(url)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await desk.GetAsync(url)).StatusCode);
        Assert.NotNull((await hub.Starts(other, quiz, schedule: await hub.Scalar<long>("select id from quizzes_schedule"))).Problem);
    }

    [Theory, BothDatabases]
    public async Task Who_fails_it_three_times_is_shown_to_hr_and_stays_certified(TestDatabase database)
    {
        await using var hub = await Start(database);
        var hr = await hub.Person("HR", Roles.Hr);
        var person = await Certified(hub, "E1");
        var version = await Publishes(hub, Course(two: "Use much soap."));
        Assert.Equal(1, (await Asks(hub, hr, version)).Value);
        var schedule = await hub.Scalar<long>("select id from quizzes_schedule");
        for (var i = 0; i < 3; i++) await Finishes(hub, person, await hub.Started(person, await Quiz(hub), schedule), right: false);
        Assert.Equal(["WSH-02", "WSH-02", "WSH-02"], await hub.Rows<string>("select v.clause from quizzes_slot s join quizzes_question_version v on v.id = s.question_version_id join quizzes_attempt a on a.id = s.attempt_id where a.schedule_id = @schedule", new { schedule }));
        using var desk = await hub.SignedIn(hr);
        Assert.Equal("Not passed", (await desk.Page($"/hr/changes/{version}")).QuerySelector("td .status")!.TextContent);
        Assert.Equal("certified", await hub.Status(person));
    }

    [Theory, BothDatabases]
    public async Task A_clause_without_a_question_is_read_only(TestDatabase database)
    {
        await using var hub = await Start(database);
        var hr = await hub.Person("HR", Roles.Hr);
        var person = await Certified(hub, "E1");
        var version = await Publishes(hub, Course(three: "Dry them well."));
        using var desk = await hub.SignedIn(hr);
        Assert.Contains("no question on these clauses", await desk.GetStringAsync($"/hr/changes/{version}"), StringComparison.Ordinal);
        Assert.Equal(1, (await Asks(hub, hr, version)).Value);
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from quizzes_schedule"));
        using var phone = await hub.SignedIn(person);
        var url = (await phone.Page("/")).QuerySelectorAll("main a").Select(a => a.GetAttribute("href")).Single(h => h!.StartsWith("/learn/changes/", StringComparison.Ordinal))!;
        await phone.PostAsync(url, (await phone.Page(url)).Form("main form", []));
        Assert.Contains("you are done", await phone.GetStringAsync(url), StringComparison.Ordinal);
        Assert.DoesNotContain(url, await phone.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.Contains("Asked: 1, done: 1", await desk.GetStringAsync($"/hr/changes/{version}"), StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task Pressed_twice_it_assigns_once(TestDatabase database)
    {
        await using var hub = await Start(database);
        var hr = await hub.Person("HR", Roles.Hr);
        await Certified(hub, "E1");
        var version = await Publishes(hub, Course(one: "Thirty seconds."));
        var both = await Task.WhenAll(Asks(hub, hr, version), Asks(hub, hr, version));
        Assert.Equal([1], both.Where(o => o.Problem is null).Select(o => o.Value));
        Assert.Equal("conflict", both.Single(o => o.Problem is not null).Problem!.Code);
        Assert.Equal("conflict", (await Asks(hub, hr, version)).Problem!.Code);
        Assert.Equal((1L, 1L, 1L), (await hub.Scalar<long>("select count(*) from certification_delta"), await hub.Scalar<long>("select count(*) from certification_delta_person"), await hub.Scalar<long>("select count(*) from quizzes_schedule")));
    }

    [Theory, BothDatabases]
    public async Task Each_sees_and_asks_only_people_within_reach(TestDatabase database)
    {
        await using var hub = await Start(database);
        var site = await hub.Site("SH1");
        var here = await Certified(hub, "E1");
        var there = await Certified(hub, "E2");
        await hub.Execute("update people_person set site_id = @site where id = @here", new { site, here });
        var local = await hub.Person("HR1");
        await hub.Grant(local, Roles.Hr, site, null);
        var manager = await hub.Person("M1");
        await hub.Grant(manager, Roles.Manager, site, null);
        var all = await hub.Person("HR", Roles.Hr);
        var version = await Publishes(hub, Course(one: "Thirty seconds."));
        Assert.Equal([here], await Concerned(hub, version, local));
        using var looks = await hub.SignedIn(manager);
        var page = await looks.Page($"/hr/changes/{version}");
        Assert.Equal((1, 0), (page.QuerySelectorAll("tbody tr").Length, page.QuerySelectorAll("main form").Length));
        await Forms.Post(looks, "/hr/changes", $"/hr/changes/{version}", new() { ["LastDay"] = LastDay });
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from certification_delta"));
        Assert.Equal(1, (await Asks(hub, local, version)).Value);
        Assert.Equal([there], await Concerned(hub, version, all));
        Assert.Equal(1, (await Asks(hub, all, version)).Value);
        using var browser = await hub.SignedIn(local);
        Assert.Equal(["测试 E1"], (await browser.Page($"/hr/changes/{version}")).QuerySelectorAll("tbody th").Select(h => h.TextContent));
        Assert.DoesNotContain("E2", await browser.GetStringAsync($"/hr/changes/{version}?handler=Csv"), StringComparison.Ordinal);
        using var learner = await hub.SignedIn(here);
        Assert.NotEqual(HttpStatusCode.OK, (await learner.GetAsync($"/hr/changes/{version}")).StatusCode);
    }

    [Theory]
    [InlineData(TestDatabase.Sqlite, "washing", "washing")]
    [InlineData(TestDatabase.Postgres, "washing/WSH-01", "washing/WSH-01")]
    public async Task Who_certified_by_signing_the_old_text_is_found_until_they_sign_the_new_one(TestDatabase database, string asked, string key)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-03-02");
        SampleCourse Signing(string one)
        {
            var course = Course(one);
            course["program.yaml"] = CertificationSteps.Yaml("washing", assign: null, requires: $"signed: {asked}");
            return course;
        }
        await Signing("Twenty seconds.").Import(hub);
        var (hr, person) = (await hub.Person("HR", Roles.Hr), await Assigned(hub, "E1"));
        Task<int> Signs(int n) => hub.In(async s =>
        {
            await s.GetRequiredService<IEvidence>().Record([new Deed(person, "signed", key, hub.Clock.GetUtcNow(), $"signing:{n}")], default);
            return 0;
        });
        await Signs(1);
        Assert.Equal("certified", await hub.Status(person));
        hub.Now("2026-03-10");
        var version = await Publishes(hub, Signing("Thirty seconds."));
        Assert.Equal([person], await Concerned(hub, version, hr));
        await Signs(2);
        Assert.Empty(await Concerned(hub, version, hr));
    }
}
