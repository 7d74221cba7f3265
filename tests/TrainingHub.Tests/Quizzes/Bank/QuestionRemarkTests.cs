using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Quizzes.Bank.Remarks;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes.Bank;

/// <summary>What makes a question poor although it can be asked and marked.</summary>
public sealed class QuestionRemarkTests
{
    private static List<string> Remarks(string rule, string questions, params ContentFolder[] earlier)
    {
        var folder = Folder(questions);
        Assert.Equal([], FaultsOf(folder with { Files = new Dictionary<string, byte[]>(folder.Files) { ["module.yaml"] = [] } }).Where(f => f.File.EndsWith("questions.yaml", StringComparison.Ordinal)).Select(f => f.ToString()));
        return [.. new QuestionRemarks().On(folder, earlier).Where(r => r.Rule == rule).Select(r => r.ToString())];
    }

    /// <summary>A single choice of three, the first right, every wrong one with a feedback.</summary>
    private static string Single(string id, string stem, string a = "Wash", string b = "Wait", string c = "Walk", string clause = "C-01") => $$"""
          - id: {{id}}
            kind: single
            clause: {{clause}}
            stem: { zh-CN: "{{stem}}题", en: "{{stem}}" }
            options:
              - { id: a, correct: true, text: { zh-CN: "{{a}}甲", en: "{{a}}" } }
              - { id: b, text: { zh-CN: "{{b}}乙", en: "{{b}}" }, feedback: { zh-CN: 不, en: "No" } }
              - { id: c, text: { zh-CN: "{{c}}丙", en: "{{c}}" }, feedback: { zh-CN: 不, en: "No" } }

        """;

    private static string File(params string[] questions) => "questions:\n" + string.Concat(questions);

    private const string Guests = "A guest comes in while you are counting the till. What do you do?";
    private const string Kitchen = "Steam covers your glasses before the dish goes out. Which comes first?";

    [Fact]
    public void A_clause_has_at_least_two_questions() => Assert.Equal(
        [
            "tidy/questions.yaml: remark (clause): C-01: Only one question tests the clause C-01. Write another with `clause: C-01`.",
            "tidy/questions.yaml: remark (clause): C-02: No question tests the clause C-02. Write two with `clause: C-02`.",
        ],
        Remarks("clause", File(Single("q1", Guests))));

    [Fact]
    public void Two_of_each_are_enough_and_a_scenario_counts_for_its_own_clause() => Assert.Empty(Remarks("clause", File(Single("q1", Guests), Single("q2", Kitchen), Single("q3", Guests, clause: "C-02"),
        "  - { id: s1, kind: scenario, clause: C-02, stem: { zh-CN: 一, en: One }, parts: [{ id: a, kind: true-false, stem: { zh-CN: 一, en: One }, answer: true }] }\n")));

    [Fact]
    public void Where_the_bank_holds_more_nobody_can_tell() => Assert.DoesNotContain(new QuestionRemarks().On(Folder(File(Single("q1", Guests)), "questions: 9, passMark: 80, bank: true"), []), r => r.Rule == "clause");

    [Fact]
    public void A_course_without_questions_needs_none()
    {
        var folder = Folder("");
        Assert.Empty(new QuestionRemarks().On(folder with { Files = folder.Files.Where(f => f.Key != "questions.yaml").ToDictionary() }, []));
    }

    [Fact]
    public void Nearly_the_same_question_is_found_in_both_languages()
    {
        Assert.Empty(Remarks("alike", File(Single("q1", Guests), Single("q2", Kitchen, "Dry them", "Go on", "Ask the chef"))));
        var found = Remarks("alike", File(Single("q1", Guests), Single("q2", Guests.Replace("till", "cash", StringComparison.Ordinal))));
        Assert.Collection(found,
            r => Assert.StartsWith("tidy/questions.yaml:10: remark (alike): q2.zh-CN: This is nearly the same question as q1 in line 2 (", r, StringComparison.Ordinal),
            r => Assert.StartsWith("tidy/questions.yaml:10: remark (alike): q2.en: ", r, StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_stem_with_other_options_is_another_question() =>
        Assert.Empty(Remarks("alike", File(Single("q1", "Which is right?"), Single("q2", "Which is right?", "Five metres of cable", "Seven bottles", "Under the counter"))));

    [Fact]
    public void The_same_question_in_another_course_is_found_but_not_a_similar_one()
    {
        var other = Folder(File(Single("r1", Guests)), slug: "greetings");
        Assert.Equal(2, Remarks("alike", File(Single("q1", Guests + "!")), other).Count); // punctuation makes no other question
        Assert.Contains("The course greetings asks the same in r1.", Remarks("alike", File(Single("q1", Guests)), other)[1], StringComparison.Ordinal);
        Assert.Empty(Remarks("alike", File(Single("q1", Guests + " Quickly.")), other));
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 2)]
    public void The_longest_option_is_not_right_in_most_questions(int given, int found)
    {
        const string longest = "You put the money away, look up at once and say hello to the guest";
        string[] stems = [Guests, Kitchen, "Where does the trolley stand?", "Who signs the list?"];
        var questions = stems.Select((stem, i) => i < given ? Single($"q{i}", stem, longest + i) : Single($"q{i}", stem, "Wash", "Wait for somebody else to come", "Walk"));
        Assert.Equal(found, Remarks("options", File([.. questions])).Count);
    }

    [Theory]
    [InlineData("All of the above")]
    [InlineData("None of these")]
    [InlineData("以上都对")]
    [InlineData("以上说法均正确")]
    public void An_option_for_all_others_gives_itself_away(string text) =>
        Assert.Contains("q1.options[c]: “", Assert.Single(Remarks("options", File(Single("q1", Guests, c: text)))), StringComparison.Ordinal);

    [Theory]
    [InlineData("Greet both of them")]
    [InlineData("都对他们点头")]
    [InlineData("以上次的记录为准")]
    public void An_option_that_only_has_such_words_does_not(string text) => Assert.Empty(Remarks("options", File(Single("q1", Guests, c: text))));

    [Fact]
    public void An_option_stands_once_in_a_question()
    {
        Assert.Empty(Remarks("options", File(Single("q1", Guests))));
        Assert.Equal("tidy/questions.yaml:2: remark (options): q1.options.en: The options b and c read the same: “Wait”. Change or remove one.", Assert.Single(Remarks("options", File(Single("q1", Guests, c: "wait.")))), ignoreCase: true);
    }

    [Fact]
    public void A_wrong_option_says_why_it_is_wrong_also_in_a_scenario_and_a_statement()
    {
        Assert.Empty(Remarks("feedback", File(Single("q1", Guests))));
        Assert.Equal(
            [
                "tidy/questions.yaml:2: remark (feedback): q1.whenTrue: Nobody learns why “true” is wrong. Add `whenTrue: { zh-CN: …, en: … }`.",
                "tidy/questions.yaml:3: remark (feedback): q2.parts[p].options[b]: Nobody learns why “B” is wrong. Add `feedback: { zh-CN: …, en: … }` to the option.",
            ],
            Remarks("feedback", File(
                "  - { id: q1, kind: true-false, stem: { zh-CN: 一, en: One }, answer: false }\n",
                "  - { id: q2, kind: scenario, stem: { zh-CN: 二, en: Two }, parts: [{ id: p, kind: single, stem: { zh-CN: 三, en: Three }, options: [{ id: a, correct: true, text: { zh-CN: 甲, en: A } }, { id: b, text: { zh-CN: 乙, en: B } }] }] }\n")));
    }
}
