using FsCheck;
using FsCheck.Fluent;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Settings;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes.Settings;

public sealed class QuizSettingsTests
{
    private const string All = """
        questions: 4, passMark: 75, timeLimit: 30, attempts: 2, wait: 15, grade: mean, behaviour: retry, penalty: 25, shuffle: true, shuffleOptions: false, opens: 2026-03-01 09:00, closes: 2026-03-31 18:00,
          whenTimeIsUp: grace, grace: 5, lateStart: extend, navigation: sequential, layout: one, offline: false, accessCode: true, invigilated: true, networks: [10.1.0.0/16, "2001:db8::/32"], review: { justAfter: [marks], afterClose: [attempt, rightAnswer] }
        """;

    private static QuizSettings Read(string quiz) => QuizDraft.Read(Folder(FourQuestions, quiz), new Faults())!.Settings;

    [Fact]
    public void Every_setting_of_a_quiz_is_read_from_the_file()
    {
        Assert.Empty(FaultsOf(Folder(FourQuestions, All)));
        var s = Read(All);
        Assert.Equal((4, 75, 30, 2, 15, "mean", "retry", 25), (s.Questions, s.PassMark, s.TimeLimit, s.Attempts, s.Wait, s.Grade, s.Behaviour, s.Penalty));
        Assert.Equal((true, false, "grace", 5, "extend", "sequential", "one", false), (s.Shuffle, s.MixesOptions, s.WhenTimeIsUp, s.Grace, s.LateStart, s.Navigation, s.Layout, s.Offline));
        Assert.Equal((true, true, "10.1.0.0/16 2001:db8::/32"), (s.AccessCode, s.Invigilated, string.Join(' ', s.Networks)));
        Assert.Equal((new DateTime(2026, 3, 1, 9, 0, 0), new DateTime(2026, 3, 31, 18, 0, 0)), (s.Opens, s.Closes));
        Assert.Equal(new ReviewMatrix(ReviewAspects.None, ReviewAspects.Marks, ReviewAspects.None, ReviewAspects.Attempt | ReviewAspects.RightAnswer), s.Shows);
    }

    [Fact]
    public void What_was_stored_before_there_were_more_settings_is_read_with_their_defaults()
    {
        var old = QuizSettings.From("""{"questions":10,"passMark":80,"timeLimit":20,"attempts":0,"wait":0,"grade":"highest","behaviour":"deferred","shuffle":true,"draw":[{"tags":["core"],"count":10}]}""");
        Assert.Equal(("submit", "cut", "free", "one", 33, true, false), (old.WhenTimeIsUp, old.LateStart, old.Navigation, old.Layout, old.Penalty, old.MixesOptions, old.Offline));
        Assert.Equal((false, false, 0), (old.AccessCode, old.Invigilated, old.Networks.Count));
        Assert.Equal(ReviewAspects.None, old.Shows.During);
        Assert.Equal(ReviewAspects.All, old.Shows.JustAfter);
        Assert.Equal(["core"], old.Draw[0].Tags);
        Assert.Equal(old.ToJson(), QuizSettings.From(old.ToJson()).ToJson());
    }

    [Theory]
    [InlineData("opens: tomorrow", "opens", "2026-03-01 09:00")]
    [InlineData("opens: 2026-02-30 09:00", "opens", "is no time")]
    [InlineData("opens: 2026-03-02 09:00, closes: 2026-03-01 09:00", "closes", "close after it opens")]
    [InlineData("whenTimeIsUp: never", "whenTimeIsUp", "submit, grace, abandon")]
    [InlineData("whenTimeIsUp: grace", "grace", "minutes of grace")]
    [InlineData("grace: -1", "grace", "0 to 1440")]
    [InlineData("lateStart: maybe", "lateStart", "cut, extend")]
    [InlineData("navigation: backwards", "navigation", "free, sequential")]
    [InlineData("navigation: sequential, layout: all", "layout", "one a screen")]
    [InlineData("behaviour: telepathy", "behaviour", "deferred, immediate, retry, confidence")]
    [InlineData("penalty: 101", "penalty", "0 to 100")]
    [InlineData("shuffleOptions: perhaps", "shuffleOptions", "true or false")]
    [InlineData("offline: true, timeLimit: 10", "offline", "offline")]
    [InlineData("offline: true, closes: 2026-03-01 09:00", "offline", "offline")]
    [InlineData("offline: true, behaviour: immediate", "offline", "offline")]
    [InlineData("offline: true, invigilated: true", "offline", "offline")]
    [InlineData("accessCode: maybe", "accessCode", "true or false")]
    [InlineData("networks: [10.1.0.0/16, 10.2.0.7/16]", "networks", "10.2.0.0/16")]
    [InlineData("networks: [the office]", "networks", "is no network")]
    [InlineData("review: { during: [everything] }", "review.during", "rightAnswer")]
    [InlineData("review: { before: [marks] }", "review.before", "not known")]
    public void A_wrong_setting_is_named_with_its_line_and_its_key(string quiz, string key, string part)
    {
        var fault = Assert.Single(FaultsOf(Folder(FourQuestions, "questions: 4, passMark: 75, " + quiz)));
        Assert.Equal(("tidy/module.yaml", 2, "quiz." + key), (fault.File, fault.Line, fault.Key));
        Assert.Contains(part, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Written_back_into_the_file_the_settings_are_the_same_and_every_other_line_stays()
    {
        const string before = "# our quiz\ntitle: { zh-CN: 整洁, en: Tidiness }\n";
        const string after = "\n# the end\nsource: en\n";
        foreach (var old in new[] { "quiz: { questions: 4, passMark: 75 }\n", "quiz:\n  questions: 4   # four\n\n  passMark: 75\n" })
        {
            Prop.ForAll(Arb.From(Any), wanted =>
            {
                var text = QuizYaml.Replace(before + old + after, wanted)!;
                Assert.StartsWith(before, text, StringComparison.Ordinal);
                Assert.EndsWith(after, text, StringComparison.Ordinal);
                var folder = Folder(FourQuestions);
                var read = QuizDraft.Read(folder with { Files = new Dictionary<string, byte[]> { ["module.yaml"] = System.Text.Encoding.UTF8.GetBytes(text) } }, new Faults())!.Settings;
                Assert.Equal(wanted.ToJson(), read.ToJson());
            }).QuickCheckThrowOnFailure();
        }
    }

    private static readonly Gen<ReviewAspects> Aspects = Gen.Choose(0, 31).Select(i => (ReviewAspects)i);

    private static readonly Gen<ReviewMatrix?> Matrix =
        from has in Gen.Elements(true, false) from a in Aspects from b in Aspects from c in Aspects from d in Aspects select has ? new ReviewMatrix(a, b, c, d) : null;

    private static readonly Gen<DateTime?> Time = Gen.Choose(0, 1_000_000).Select(i => i % 3 == 0 ? (DateTime?)null : new DateTime(2026, 1, 1).AddMinutes(i));

    private static readonly Gen<IReadOnlyList<DrawLine>> Lines =
        Gen.Elements<IReadOnlyList<DrawLine>>([new DrawLine([], 4)], [new DrawLine(["core"], 3), new DrawLine(["scene", "天 气", "no"], 1)], [new DrawLine(["a: b", "\"c\"", "5s"], 4)]);

    private static readonly Gen<QuizSettings> Any =
        from numbers in Gen.ArrayOf(Gen.Choose(0, 100), 6)
        from grade in Gen.Elements(QuizSettings.Grades) from behaviour in Gen.Elements(QuizSettings.Behaviours) from timeout in Gen.Elements(QuizSettings.Timeouts) from late in Gen.Elements(QuizSettings.LateStarts)
        from navigation in Gen.Elements(QuizSettings.Navigations) from layout in Gen.Elements(QuizSettings.Layouts)
        from shuffle in Gen.Elements(true, false) from options in Gen.Elements(true, false) from offline in Gen.Elements(true, false)
        from code in Gen.Elements(true, false) from invigilated in Gen.Elements(true, false) from networks in Gen.Elements<IReadOnlyList<string>>([], ["10.1.0.0/16"], ["192.168.1.7", "2001:db8::/32", "::1"])
        from opens in Time from closes in Time from matrix in Matrix from draw in Lines
        select new QuizSettings(4, numbers[0] + 1 > 100 ? 100 : numbers[0] + 1, numbers[1], numbers[2], numbers[3], grade, behaviour, shuffle, draw)
        {
            Opens = opens, Closes = closes, WhenTimeIsUp = timeout, Grace = numbers[4], LateStart = late, Navigation = navigation, Layout = layout,
            ShuffleOptions = options == shuffle ? null : options, Penalty = numbers[5], Review = matrix, Offline = offline, AccessCode = code, Invigilated = invigilated, Networks = networks,
        };
}
