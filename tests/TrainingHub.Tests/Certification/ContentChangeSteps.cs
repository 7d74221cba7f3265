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

/// <summary>The standard changes, with the real courses and quizzes.</summary>
internal static class ContentChangeSteps
{
    internal const string LastDay = "2026-03-31";

    internal sealed record SittingRow(string? Clauses, int Questions, string LeadUrl);

    /// <summary>Lesson "why" teaches WSH-02, "how" the other clauses; seven questions on WSH-01, one on WSH-02, none on WSH-03.</summary>
    internal static SampleCourse Course(string one = "Twenty seconds.", string two = "Use soap.", string three = "Dry your hands.")
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

    internal static async Task<TestHub> Start(TestDatabase database)
    {
        var hub = await CertificationSteps.StartAt(database, "2026-03-02");
        await Course().Import(hub);
        return hub;
    }

    internal static async Task Reads(TestHub hub, long person, params string[] lessons)
    {
        foreach (var lesson in lessons.Length == 0 ? ["why", "how"] : lessons)
            Assert.Null((await hub.In(s => s.GetRequiredService<ICourseProgress>().Save(person, "washing", lesson, 100, completed: true, default))).Problem);
    }

    internal static Task<long> Quiz(TestHub hub) => hub.Scalar<long>("select id from v_quiz where slug = 'washing'");

    internal static async Task Finishes(TestHub hub, long person, long attempt, bool right = true)
    {
        foreach (var slot in await hub.Rows<int>("select slot from quizzes_slot where attempt_id = @attempt order by slot", new { attempt }))
            await hub.Answers(person, attempt, slot, QuizWords.Chosen(right ? "true" : "false"));
        Assert.Null(await hub.Submits(person, attempt));
    }

    internal static async Task Passes(TestHub hub, long person) => await Finishes(hub, person, await hub.Started(person, await Quiz(hub)));

    internal static async Task<long> Assigned(TestHub hub, string number)
    {
        var person = await hub.Person(number);
        await hub.Assigns(person, "washing");
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        return person;
    }

    internal static async Task<long> Certified(TestHub hub, string number)
    {
        var person = await Assigned(hub, number);
        await Reads(hub, person);
        await Passes(hub, person);
        Assert.Equal("certified", await hub.Status(person));
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        return person;
    }

    /// <summary>The folder is imported anew, and a trainer judges what it changed; the version.</summary>
    internal static async Task<long> Publishes(TestHub hub, SampleCourse course, string severity = "material")
    {
        await course.Import(hub);
        var version = await hub.Scalar<long>("select version_id from v_course");
        var clauses = await hub.Rows<string>("select clause from v_course_clause_change where version_id = @version", new { version });
        Assert.NotEmpty(clauses);
        Assert.Null(await hub.In(s => s.GetRequiredService<JudgeChanges>().Handle(version, clauses.ToDictionary(c => c, _ => new Judgement(severity, null)), mustBeAll: true, default)));
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        return version;
    }

    internal static Task<List<long>> Concerned(TestHub hub, long version, long viewer) => hub.In(async s =>
    {
        var affected = s.GetRequiredService<Affected>();
        return await affected.Version(version, default) is not { } changed ? [] : (await affected.NotAsked(changed, viewer, "certification.view", 100, default)).Select(p => p.Id).Order().ToList();
    });

    internal static Task<Outcome<int>> Asks(TestHub hub, long hr, long version, string lastDay = LastDay) => hub.As(hr, s => s.GetRequiredService<AssignDelta>().Handle(version, CertificationWords.Day(lastDay), default));
}
