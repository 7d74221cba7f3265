using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Bank.Remarks;
using TrainingHub.Modules.Quizzes.Schedules;
using TrainingHub.Tests.People;
using TrainingHub.Tests.Quizzes.Bank;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes;

/// <summary>A question is asked where its clause applies.</summary>
public sealed class TradeDrawTests
{
    /// <summary>Three on clause C-01, three on C-02.</summary>
    private static readonly string Six = "questions:\n" + string.Concat(Enumerable.Range(1, 6).Select(i =>
        $"  - {{ id: q{i}, kind: true-false, clause: {(i <= 3 ? "C-01" : "C-02")}, stem: {{ zh-CN: 第{i}题, en: Number {i} }}, answer: true }}\n"));

    /// <summary>A quiz of these questions, whose course then says that C-02 is for shops alone.</summary>
    private static async Task<long> ShopQuiz(TestHub hub, int questions)
    {
        var quiz = await hub.Quiz(Six, $"questions: {questions}, passMark: 50, shuffle: true");
        await hub.Execute(
            """
            insert into courses_clause(version_id, position, code, trades, title_zh, title_en, text_zh, text_en)
            select current_version_id, 1, 'C-01', 'all', '', '', '', '' from courses_course where slug = 'tidy'
            union all select current_version_id, 2, 'C-02', 'retail', '', '', '', '' from courses_course where slug = 'tidy'
            """);
        return quiz;
    }

    private static Task<List<string>> Asked(TestHub hub, long attempt) =>
        hub.Rows<string>("select v.clause from quizzes_slot s join quizzes_question_version v on v.id = s.question_version_id where s.attempt_id = @attempt order by s.slot", new { attempt });

    private static async Task<List<string>> AskedIn(TestHub hub, long person, long quiz, int attempts)
    {
        var asked = new List<string>();
        for (var i = 0; i < attempts; i++)
        {
            var attempt = await hub.Started(person, quiz);
            asked.AddRange(await Asked(hub, attempt));
            Assert.Null(await hub.Submits(person, attempt));
        }
        return asked;
    }

    [Theory, BothDatabases]
    public async Task A_service_desk_is_never_asked_what_only_binds_shops(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await ShopQuiz(hub, 2);
        Assert.Equal(["C-01"], (await AskedIn(hub, await hub.PersonIn("E1", "service-desk"), quiz, 8)).Distinct());
        // Three draws of two show each of the six once: unseen first.
        Assert.Equal(["C-01", "C-01", "C-01", "C-02", "C-02", "C-02"], (await AskedIn(hub, await hub.PersonIn("E2", "retail", "hotel"), quiz, 3)).Order());
        Assert.Equal(["C-01", "C-01", "C-01", "C-02", "C-02", "C-02"], (await AskedIn(hub, await hub.Person("E3"), quiz, 3)).Order());
    }

    [Theory, BothDatabases]
    public async Task Within_ones_own_trade_unseen_questions_still_come_first(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, person) = (await ShopQuiz(hub, 1), await hub.PersonIn("E1", "service-desk"));
        await AskedIn(hub, person, quiz, 6);
        Assert.Equal([2, 2, 2], await hub.Rows<int>("select count(*) from quizzes_slot group by question_version_id"));
    }

    [Theory, BothDatabases]
    public async Task A_transfer_changes_what_is_drawn_next_and_not_the_open_attempt(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, person) = (await ShopQuiz(hub, 3), await hub.PersonIn("E1", "service-desk"));
        var open = await hub.Started(person, quiz);
        var shop = await hub.Site("SHOP");
        await hub.Trades(shop, "retail");
        Assert.Null(await hub.Moves(person, shop));
        Assert.Equal(open, await hub.Started(person, quiz));
        Assert.Equal(["C-01", "C-01", "C-01"], await Asked(hub, open));
        Assert.Null(await hub.Submits(person, open));
        Assert.Equal(["C-02", "C-02", "C-02"], await AskedIn(hub, person, quiz, 1));
    }

    [Theory, BothDatabases]
    public async Task Nobody_is_turned_away_for_a_trade_that_has_too_few(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await ShopQuiz(hub, 5);
        Assert.Equal(["C-01", "C-01", "C-01", "C-02", "C-02"], (await AskedIn(hub, await hub.PersonIn("E1", "hotel"), quiz, 1)).Order());
    }

    private static ContentFolder ShopFolder(int questions, string course = "all", string more = "") => Folder(Six, $"questions: {questions}, passMark: 50{more}") with
    {
        Trades = course,
        ClauseTrades = new Dictionary<string, string> { ["C-01"] = "all", ["C-02"] = "retail property" },
    };

    [Fact]
    public void Too_few_for_one_trade_is_a_remark_that_names_it_and_too_few_for_all_a_fault()
    {
        static string[] Trades(int questions, string course = "all", string more = "")
        {
            Assert.Empty(FaultsOf(ShopFolder(questions, course, more)));
            return [.. new QuestionRemarks().On(ShopFolder(questions, course, more), []).Where(r => r.Rule == "trade").Select(r => r.ToString())];
        }
        Assert.Empty(Trades(3));
        Assert.Equal(["hotel", "restaurant", "service-desk"], Trades(4).Select(r => r.Split(": ")[2]));
        Assert.StartsWith("tidy/questions.yaml: remark (trade): hotel: The quiz asks more questions than there are for the trade hotel: 1 of them would be on clauses that don't apply there.", Trades(4)[0], StringComparison.Ordinal);
        Assert.Empty(Trades(6, course: "retail property"));
        Assert.Contains("for the trade service-desk: 3 of them", Assert.Single(Trades(6, course: "property service-desk")), StringComparison.Ordinal);
        Assert.Empty(Trades(6, more: ", bank: true"));
        Assert.StartsWith("7 questions are asked, but the bank has only 6", Assert.Single(FaultsOf(ShopFolder(7))).Message, StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task Too_few_for_one_trade_keep_no_import_back(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await ShopQuiz(hub, 3);
        await hub.PersonIn("E1", "hotel");
        Assert.True(await hub.Import(ShopFolder(6)));
    }

    [Theory, BothDatabases]
    public async Task What_one_trade_lacks_hides_nothing_that_all_would_lack(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await ShopQuiz(hub, 5);
        await hub.PersonIn("E1", "hotel"); // lacks two already
        var trainer = await hub.Person("TRN", Roles.Trainer);
        Task<long> Question(string slug) => hub.Scalar<long>("select id from quizzes_question where slug = @slug", new { slug });
        Assert.Null(await hub.Retires(trainer, await Question("q4")));
        Assert.Equal("The quiz \"整洁\" would have too few questions: 1 fewer than it draws. Change its draw or add questions first.", (await hub.Retires(trainer, await Question("q5")))?.ToString());
    }

    [Theory, BothDatabases]
    public async Task A_draw_may_stay_too_large_for_a_trade_but_not_grow(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await ShopQuiz(hub, 4);
        Task<Problem?> Draws(int questions) => hub.In(s => s.GetRequiredService<DrawSupply>().Short(ShopFolder(4), 1, [new DrawLine([], questions)], default));
        Assert.Null(await Draws(6)); // no site names a trade
        await hub.PersonIn("E1", "hotel");
        Assert.Null(await Draws(4));
        Assert.Equal("The bank has too few questions for the trade 酒店: 2 fewer than this draw asks. Ask for fewer, or add questions whose clause is for that trade first.", (await Draws(5))?.ToString());
    }

    [Theory, BothDatabases]
    public async Task A_question_that_one_trade_needs_is_not_retired(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await ShopQuiz(hub, 3);
        await hub.PersonIn("E1", "hotel");
        var trainer = await hub.Person("TRN", Roles.Trainer);
        Task<long> Question(string slug) => hub.Scalar<long>("select id from quizzes_question where slug = @slug", new { slug });
        Assert.Null(await hub.Retires(trainer, await Question("q4")));
        var refused = await hub.Retires(trainer, await Question("q1"));
        Assert.Equal("The quiz \"整洁\" would have too few questions for the trade 酒店: 1 fewer than it draws. Change its draw or add questions first.", refused?.ToString());
    }

    [Theory, BothDatabases]
    public async Task A_sitting_must_have_enough_for_every_trade_that_the_hub_has(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await ShopQuiz(hub, 2);
        Task<Problem?> Sitting(int questions) => hub.In(s => s.GetRequiredService<EnoughQuestions>().Check(quiz, questions, default));
        Assert.Null(await Sitting(6));
        await hub.PersonIn("E1", "retail");
        Assert.Null(await Sitting(6));
        await hub.PersonIn("E2", "service-desk");
        Assert.Null(await Sitting(3));
        Assert.Equal("4 questions are asked in one sitting, but for the trade 服务窗口 the quiz has only 3 that fit. Ask fewer, or add questions.", (await Sitting(4))?.ToString());
    }

    [Fact]
    public async Task The_grooming_quiz_asks_a_service_desk_nothing_of_the_shop_floor()
    {
        await using var hub = await TestHub.Start(withContent: true);
        var quiz = await hub.Scalar<long>("select id from v_quiz where slug = 'grooming'");
        string[] shopFloor = ["GRM-05", "GRM-07", "GRM-10", "GRM-14"];
        Assert.Empty((await AskedIn(hub, await hub.PersonIn("E1", "service-desk"), quiz, 15)).Intersect(shopFloor));
        var retail = await AskedIn(hub, await hub.PersonIn("E2", "retail"), quiz, 15);
        Assert.Equal(shopFloor, retail.Intersect(shopFloor).Order(StringComparer.Ordinal));
    }
}
