using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Content;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Excuses;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Recalculating;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.People;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Quizzes.Contracts;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Certification.CertificationWords;

namespace TrainingHub.Tests.Certification;

/// <summary>What happens to people and programmes, in the words of the trade.</summary>
internal static class CertificationSteps
{
    private static int deeds;

    /// <summary>Noon where the hub stands (Asia/Shanghai in these tests).</summary>
    public static void Now(this TestHub hub, string day, string time = "12:00") =>
        hub.Clock.MoveTo(DateTimeOffset.Parse($"{day}T{time}:00+08:00", System.Globalization.CultureInfo.InvariantCulture));

    public static Task<TestHub> StartAt(TestDatabase database, string day) => Start(database, day);

    private static async Task<TestHub> Start(TestDatabase database, string day)
    {
        var hub = await TestHub.Start(database, settings: "TrainingHub:Hub:TimeZone=Asia/Shanghai");
        hub.Now(day);
        return hub;
    }

    public static string Yaml(string slug, string policy = "active: 12m, window: 2m, basis: expiry, grace: 14d", string? assign = "audience: {}, dueIn: 7d", string requires = "allOf: [{ course: SLUG }, { quiz: SLUG }]", string title = "Programme") =>
        $$"""
        programs:
          - slug: {{slug}}
            title: { zh-CN: 认证, en: {{title}} }
            summary: { zh-CN: 说明, en: About it }
            requires: { {{requires.Replace("SLUG", slug, StringComparison.Ordinal)}} }
            renewal: { quiz: {{slug}} }
            policy: { {{policy}} }
        {{(assign is null ? "" : $"    assign: [{{ {assign} }}]")}}
        """;

    /// <summary>Imports a program.yaml as the folder of a course of that slug; the programme's id.</summary>
    public static Task<long> Programme(this TestHub hub, string slug, string? yaml = null) => hub.In(async s =>
    {
        var db = s.GetRequiredService<Db>();
        await using var tx = await db.Begin(default);
        await db.Execute("insert into courses_course(slug, edited_in_hub, created_at) values (@slug, false, @now) on conflict (slug) do nothing", new { slug, now = hub.Clock.GetUtcNow() }, default);
        var courseId = await db.Scalar<long>("select id from courses_course where slug = @slug", new { slug }, default);
        await s.GetServices<IContentPart>().OfType<ProgramContent>().Single().Import(Folder(slug, yaml ?? Yaml(slug)), courseId, 0, default);
        var id = await db.Scalar<long>("select id from certification_program where slug = @slug", new { slug }, default);
        await tx.Commit(default);
        return id;
    });

    public static ContentFolder Folder(string slug, string yaml) =>
        new(slug, new Dictionary<string, byte[]> { ["program.yaml"] = Encoding.UTF8.GetBytes(yaml) }, new HashSet<string>());

    public static Task<int> Tell<T>(this TestHub hub, T e) where T : notnull => hub.In(async s =>
    {
        await using var tx = await s.GetRequiredService<Db>().Begin(default);
        await s.GetRequiredService<Events>().Tell(e, default);
        await tx.Commit(default);
        return 0;
    });

    public static Task Passes(this TestHub hub, long person, string quiz, DateTimeOffset? at = null) =>
        hub.Tell(new AttemptGraded(Interlocked.Increment(ref deeds), person, 1, quiz, 9000, 10000, true, at ?? hub.Clock.GetUtcNow()));

    public static Task Reads(this TestHub hub, long person, string course, DateTimeOffset? at = null) =>
        hub.Tell(new CourseCompleted(Interlocked.Increment(ref deeds), person, 1, course, at ?? hub.Clock.GetUtcNow()));

    public static Task<int> Assigns(this TestHub hub, long person, string program, string? due = null, string kind = "manual") => hub.In(async s =>
    {
        var assigned = await s.GetRequiredService<ICertifications>().Assign(person, program, due is null ? null : Day(due), kind, default);
        return assigned.Problem is not { } problem ? 0 : throw new InvalidOperationException(problem.ToString());
    });

    public static Task<Problem?> Revokes(this TestHub hub, long period, string reason = "Found cheating") => hub.In(s => s.GetRequiredService<ICertifications>().Revoke(period, reason, default));

    /// <summary>Excuses somebody from a programme, until a day or for good.</summary>
    public static Task<Problem?> Excuses(this TestHub hub, long person, string program, string? until = null, string? reason = "Long leave") => hub.In(async s =>
        await s.GetRequiredService<ExcusePerson>().Handle(new NewExcuse(person, await hub.ProgramOf(program), reason, until is null ? null : Day(until)), default));

    public static Task<Problem?> EndsExcuse(this TestHub hub, long person, string program) => hub.In(async s => await s.GetRequiredService<EndExcuse>().Handle(person, await hub.ProgramOf(program), default));

    /// <summary>Gives current periods another policy, as after a look at the preview, and does the work.</summary>
    public static async Task Recalculates(this TestHub hub, string slug, PolicyText policy)
    {
        var program = await hub.ProgramOf(slug);
        await hub.In(async s =>
        {
            var digest = (await s.GetRequiredService<PreviewRecalculation>().Handle(program, policy, default)).Value!.Digest;
            Assert.Null((await s.GetRequiredService<StartRecalculation>().Handle(program, policy, digest, default)).Problem);
            return 0;
        });
        Assert.Equal("ok", (await hub.RunJob("work.general")).Outcome);
        Assert.Null(await hub.Scalar<long?>("select min(id) from certification_recalculation where done_at is null"));
    }

    /// <summary>What stands in the due index of a period, as "step day" and whether it is done, in the order in which it was noted.</summary>
    public static Task<List<string>> Steps(this TestHub hub, long period, bool isDone) => hub.Rows<string>(
        $"select step || ' ' || cast(due_on as text) from certification_due where period_id = @period and done_at is {(isDone ? "not null" : "null")} order by due_on, id", new { period });

    private static Task<long> ProgramOf(this TestHub hub, string slug) => hub.Scalar<long>("select id from certification_program where slug = @slug", new { slug });

    public static Task<int> EvaluatesRules(this TestHub hub, long person) => hub.In(async s =>
    {
        await s.GetRequiredService<NoteVisit>().Handle(person, default);
        await s.GetRequiredService<CatchUp>().Handle(person, default);
        return 0;
    });

    /// <summary>Somebody who has worked here for long, imported today.</summary>
    public static Task<long> OldHand(this TestHub hub, string number, string hired) => hub.In(async s =>
    {
        var site = await s.GetRequiredService<Db>().Scalar<long>("select id from people_site order by id limit 1", null, default);
        return (await s.GetRequiredService<HirePerson>().Handle(new NewPerson("Old hand", null, null, number, "en", Day(hired), site, null, null), default)).Value;
    });

    /// <summary>A transfer; the event makes the rules look again.</summary>
    public static async Task Moves(this TestHub hub, long person, long site)
    {
        await hub.Execute("update people_person set site_id = @site where id = @person", new { site, person });
        await hub.Tell(new PersonMoved(person));
    }

    public static async Task Leaves(this TestHub hub, long person, string? lastDay)
    {
        await hub.Execute("update people_person set left_on = @day where id = @person", new { day = lastDay is null ? (DateOnly?)null : Day(lastDay), person });
        if (lastDay is null) await hub.Tell(new PersonJoined(person));
        else await hub.Tell(new PersonLeft(person));
    }

    /// <summary>All jobs of the module and the follow-up work, as a night runs them.</summary>
    public static async Task RunsJobs(this TestHub hub)
    {
        foreach (var job in (string[])["work.general", "certification.visits", "certification.renewal-windows", "certification.lifecycle"])
        {
            var result = await hub.RunJob(job);
            Assert.True(result.Outcome == "ok", $"{job}: {result.Error}");
        }
    }

    public static Task<IReadOnlyList<PersonProgram>> Holds(this TestHub hub, long person) => hub.In(s => s.GetRequiredService<ICertifications>().Of(person, default));

    /// <summary>The status of a person's only programme today.</summary>
    public static async Task<string> Status(this TestHub hub, long person) => Assert.Single(await hub.Holds(person)).Status;

    public static Task<List<Period>> Periods(this TestHub hub, long person) =>
        hub.Rows<Period>($"select {Period.Columns} from certification_period d where d.person_id = @person order by d.id", new { person });

    /// <summary>Events told about a person's periods, as "PeriodAssigned {…}".</summary>
    public static async Task<List<string>> Told(this TestHub hub) =>
        [.. (await hub.Rows<string>("select kind || ' ' || payload from platform_event where kind like 'Period%' order by id"))];
}
