using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Courses.Changes;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Practice.Cards;
using TrainingHub.Modules.Practice.Contracts;
using TrainingHub.Modules.Practice.Renewing;
using TrainingHub.Modules.Practice.Scheduling;
using TrainingHub.Modules.Quizzes.Attempts;
using TrainingHub.Modules.Quizzes.Settings;
using TrainingHub.Tests.Certification;
using TrainingHub.Tests.Quizzes;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Practice;

/// <summary>Practice as evidence, what comes back, and what practice must not give away.</summary>
public sealed class PractiseRenewalTests
{
    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "O", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The course "tidy" with a clause for each of its three questions, and a quiz that asks two of them.</summary>
    private static async Task<(TestHub Hub, long Quiz, long Person)> Start(TestDatabase database)
    {
        var hub = await TestHub.Start(database, settings: "TrainingHub:Hub:TimeZone=Asia/Shanghai");
        hub.At("2026-03-02");
        var quiz = await hub.Quiz(PracticeWords.Questions("C-01", "C-02", "C-02"), "questions: 2, passMark: 50, shuffle: false", "tidy");
        await hub.Execute("update quizzes_question_version set clause = 'C-03' where question_id = (select id from quizzes_question where slug = 'q3')");
        for (var i = 1; i <= 3; i++)
            await hub.Execute("insert into courses_clause(version_id, position, code, trades, title_zh, title_en, text_zh, text_en) select current_version_id, @i, @code, 'all', '条', 'Clause', '条', 'Clause' from courses_course where slug = 'tidy'", new { i, code = $"C-0{i}" });
        return (hub, quiz, await hub.Person("E1"));
    }

    private static async Task Answered(TestHub hub, long person, string day, params string[] answers)
    {
        hub.At(day);
        var set = await hub.Practising(person);
        Assert.Equal(answers.Length, await hub.Scalar<int>("select count(*) from quizzes_slot where attempt_id = @set", new { set }));
        await hub.Answers(person, set, answers);
        Assert.Null(await hub.Submits(person, set));
        await hub.Learns();
    }

    [Theory, BothDatabases]
    public async Task Practice_renews_only_where_the_path_says_so_and_only_with_what_was_answered_since(TestDatabase database)
    {
        var (hub, quiz, person) = await Start(database);
        await using var _ = hub;
        await hub.Programme("tidy", CertificationSteps.Yaml("tidy", assign: null, requires: "quiz: tidy").Replace("renewal: { quiz: tidy }", "renewal: { practice: tidy }", StringComparison.Ordinal));
        await hub.Programme("plain", CertificationSteps.Yaml("plain", assign: null, requires: "quiz: tidy").Replace("renewal: { quiz: plain }", "renewal: { quiz: tidy }", StringComparison.Ordinal));
        foreach (var program in (string[])["tidy", "plain"]) await hub.Assigns(person, program, "2026-03-02");
        await hub.Takes(person, quiz, "a", "a");
        await hub.Learns();
        Assert.All(await hub.Holds(person), p => Assert.Equal("certified", p.Status));

        // Before the window (from 2 January) practice is practice; the third clause was never asked.
        await Answered(hub, person, "2026-12-28", "a", "a");
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from certification_deed where kind = 'practice'"));
        hub.At("2027-01-04");
        await hub.RunsJobs();
        Assert.Contains("practice:tidy", (await hub.Holds(person)).Single(p => p.Slug == "tidy").Missing);
        using (var browser = await hub.SignedIn(person)) Assert.Contains("/learn/practice", await browser.GetStringAsync("/learn/programs"), StringComparison.Ordinal);
        // All that the path asks is asked now, also what there is no card of.
        await Answered(hub, person, "2027-01-04", "b", "a", "a");
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from certification_deed where kind = 'practice'"));
        await Answered(hub, person, "2027-01-05", "a");
        Assert.Equal(["certified", "due-for-renewal"], (await hub.Holds(person)).OrderByDescending(p => p.Slug).Select(p => p.Status));
        Assert.Equal(["practice tidy"], await hub.Rows<string>("select kind || ' ' || key from certification_deed where kind = 'practice'"));
        // Told again, or worked out late, it is the same deed.
        foreach (var attempt in await hub.Rows<long>("select id from quizzes_attempt order by id")) await hub.Learns(attempt);
        await hub.In(async s =>
        {
            await s.GetRequiredService<CountPractice>().Handle(person, default);
            return 0;
        });
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from certification_deed where kind = 'practice'"));
    }

    [Fact]
    public void What_rests_comes_back_at_the_renewal_window_and_when_its_text_became_another()
    {
        DateOnly[] days = [.. new[] { "2026-01-05", "2026-01-06", "2026-01-09", "2026-01-19", "2026-02-18" }.Select(Day)];
        Shown[] shown = [.. days.Select(d => new Shown(d, Grade.Good))];
        Assert.Null(Card.Of(shown, []).LadderDueOn);
        Assert.Equal(Day("2026-11-02"), Card.Of(shown, [new Renewal(Day("2026-11-02"), Day("2027-01-02"))]).LadderDueOn);
        var changed = Card.Of(shown, [], Day("2026-02-20"));
        Assert.Equal((Day("2026-02-20"), Day("2026-02-20")), (changed.LadderDueOn, changed.FsrsDueOn));
        // Never later than it would come anyway.
        Assert.Equal(Day("2026-01-08"), Card.Of(shown[..1], [], Day("2026-06-01")).LadderDueOn);
    }

    [Theory, BothDatabases]
    public async Task A_certification_earned_later_and_a_material_change_bring_back_what_rests(TestDatabase database)
    {
        var (hub, _, person) = await Start(database);
        await using var __ = hub;
        var days = new[] { "2026-01-05", "2026-01-06", "2026-01-09", "2026-01-19", "2026-02-18" };
        for (var i = 0; i < days.Length; i++)
            foreach (var clause in (string[])["C-01", "C-02"])
                await hub.Execute("insert into practice_shown(person_id, course_id, clause, attempt_id, answered_at, answered_on, grade) values (@person, 1, @clause, @id, @at, @on, 3)",
                    new { person, clause, id = 9000 + i, at = new DateTimeOffset(Day(days[i]).ToDateTime(new TimeOnly(4, 0)), TimeSpan.Zero), on = Day(days[i]) });
        await hub.In(async s =>
        {
            await using var tx = await s.GetRequiredService<Db>().Begin(default);
            await s.GetRequiredService<WriteCards>().Lock(person, default);
            await s.GetRequiredService<WriteCards>().Handle(person, null, default);
            await tx.Commit(default);
            return 0;
        });
        Task<List<string>> Due() => hub.Rows<string>("select clause || ' ' || coalesce(cast(ladder_due_on as text), 'rests') from practice_card order by clause");
        Assert.Equal(["C-01 rests", "C-02 rests"], await Due());

        // Certified by reading alone: no answer comes that would write the cards.
        await hub.Programme("tidy", CertificationSteps.Yaml("tidy", assign: null, requires: "course: tidy"));
        await hub.Assigns(person, "tidy", "2026-03-02");
        await hub.Reads(person, "tidy");
        await hub.Learns();
        Assert.Equal(["C-01 2027-01-02", "C-02 2027-01-02"], await Due());

        var trainer = await hub.Person("T1", "trainer");
        await hub.Execute("insert into courses_clause_change(version_id, from_version_id, clause, change) values (1, 1, 'C-01', 'changed')");
        foreach (var (severity, due) in new[] { ("clarifying", "2027-01-02"), ("material", "2026-03-02") })
        {
            Assert.Null(await hub.As(trainer, s => s.GetRequiredService<JudgeChanges>().Handle(1, new Dictionary<string, Judgement> { ["C-01"] = new(severity, null) }, true, default)));
            await hub.Learns();
            Assert.Equal([$"C-01 {due}", "C-02 2027-01-02"], await Due());
        }
        Assert.Equal(PracticeState.Waiting, await hub.StateOf(person));
    }

    [Theory, BothDatabases]
    public async Task Practice_shows_no_key_of_what_is_asked_in_a_quiz_that_is_open_now(TestDatabase database)
    {
        var (hub, tidy, greet) = await PracticeWords.WithTwoCourses(database);
        await using var _ = hub;
        var (person, other) = (await hub.Person("E1"), await hub.Person("E2"));
        foreach (var someone in new[] { person, other })
        {
            await hub.Takes(someone, tidy, "b", "a");
            await hub.Takes(someone, greet, "b", "a");
        }
        await hub.Learns();
        hub.At("2026-03-03");
        // Its job has not run: the clock alone says that it is open.
        async Task Sitting(long quiz, string opens, string closes)
        {
            await hub.Execute("insert into quizzes_schedule(quiz_id, title, opens_at, closes_at, audience, state, created_by, created_at) values (@quiz, 'Check', @opens, @closes, '{}', 'planned', 1, @closes)",
                new { quiz, opens = DateTimeOffset.Parse(opens, System.Globalization.CultureInfo.InvariantCulture), closes = DateTimeOffset.Parse(closes, System.Globalization.CultureInfo.InvariantCulture) });
            await hub.Execute("insert into quizzes_schedule_person(schedule_id, person_id) select max(id), @person from quizzes_schedule", new { person });
        }
        await Sitting(tidy, "2026-03-03T09:00:00+08:00", "2026-03-03T18:00:00+08:00");
        await Sitting(greet, "2026-03-03T09:00:00+08:00", "2026-03-03T11:00:00+08:00"); // over
        Assert.Equal(2, (await hub.PracticeOf(person)).Today.Questions); // what waits is said as ever
        async Task<List<string>> Courses(long set) => await hub.Rows<string>("select c.slug from quizzes_slot s join quizzes_question_version v on v.id = s.question_version_id join quizzes_question q on q.id = v.question_id join courses_course c on c.id = q.course_id where s.attempt_id = @set order by c.slug", new { set });
        Assert.Equal(["greet", "tidy"], await Courses(await hub.Practising(other)));
        var attempt = await hub.Started(person, greet);
        Assert.Contains("open", (await hub.Practises(person)).Problem?.ToString(), StringComparison.Ordinal); // one may be asked there, the other is asked here
        await hub.Answers(person, attempt, "a", "a");
        Assert.Null(await hub.Submits(person, attempt));
        var set = await hub.Practising(person);
        Assert.Equal(["greet"], await Courses(set));

        // What was begun before a quiz opened shows nothing of it either, until nobody sits it any more.
        async Task<bool> Shows() => (await hub.In(s => s.GetRequiredService<Reveals>().Of(set, default))).Has(ReviewAspects.RightAnswer);
        await hub.Submits(person, set);
        Assert.True(await Shows());
        await Sitting(greet, "2026-03-03T11:30:00+08:00", "2026-03-03T13:00:00+08:00");
        Assert.False(await Shows());
        var late = await hub.Started(other, greet);
        await hub.Execute("update quizzes_attempt set schedule_id = (select max(id) from quizzes_schedule), deadline_at = @deadline where id = @late", new { late, deadline = DateTimeOffset.Parse("2026-03-03T13:30:00+08:00", System.Globalization.CultureInfo.InvariantCulture) });
        hub.At("2026-03-03", "13:10");
        Assert.False(await Shows());
        Assert.Null(await hub.Submits(other, late));
        Assert.True(await Shows());
    }
}
