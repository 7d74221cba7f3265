using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Modules.Quizzes.Bank;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes;

public sealed class QuestionFileTests
{
    private const string Head = """
        questions:
          - id: q1
            kind: KIND
            stem: { zh-CN: 一, en: One }

        """;

    private const string TwoOptions = """
            options:
              - { id: a, correct: true, text: { zh-CN: 甲, en: A } }
              - { id: b, text: { zh-CN: 乙, en: B } }

        """;

    private static IReadOnlyList<Fault> Faults(string kind, string rest) => FaultsOf(Folder(Head.Replace("KIND", kind) + rest, quiz: null));

    private static void Only(IReadOnlyList<Fault> faults, int line, string key, string message)
    {
        var fault = Assert.Single(faults);
        Assert.Equal(("tidy/questions.yaml", line, key), (fault.File, fault.Line, fault.Key));
        Assert.Contains(message, fault.Message);
    }

    [Fact]
    public void A_single_choice_without_a_right_option_is_refused() => Only(Faults("single", """
            options:
              - { id: a, text: { zh-CN: 甲, en: A } }
              - { id: b, text: { zh-CN: 乙, en: B } }
        """), 6, "questions[0].options", "No option is right");

    [Fact]
    public void A_single_choice_with_two_right_options_is_refused() => Only(Faults("single", """
            options:
              - { id: a, correct: true, text: { zh-CN: 甲, en: A } }
              - { id: b, correct: true, text: { zh-CN: 乙, en: B } }
        """), 6, "questions[0].options", "2 options are right");

    [Fact]
    public void A_multiple_choice_where_all_is_right_is_refused() => Only(Faults("multiple", """
            options:
              - { id: a, correct: true, text: { zh-CN: 甲, en: A } }
              - { id: b, correct: true, text: { zh-CN: 乙, en: B } }
        """), 6, "questions[0].options", "All options are right");

    [Fact]
    public void One_option_is_too_few() => Only(Faults("single", """
            options:
              - { id: a, correct: true, text: { zh-CN: 甲, en: A } }
        """), 6, "questions[0].options", "from 2 to 8");

    [Fact]
    public void An_option_id_used_twice_is_reported_where_it_is_repeated() => Only(Faults("single", """
            options:
              - { id: a, correct: true, text: { zh-CN: 甲, en: A } }
              - { id: a, text: { zh-CN: 乙, en: B } }
        """), 7, "questions[0].options[1].id", "used twice");

    [Fact]
    public void A_missing_translation_names_the_language_and_the_line() => Only(Faults("single", """
            options:
              - { id: a, correct: true, text: { zh-CN: 甲, en: A } }
              - id: b
                text: { zh-CN: 乙 }
        """), 8, "questions[0].options[1].text", "The translation in en is missing");

    [Fact]
    public void An_unknown_clause_is_reported() => Only(Faults("single", TwoOptions + "    clause: C-99\n"), 8, "questions[0].clause", "no clause \"C-99\"");

    [Fact]
    public void An_unknown_key_is_reported() => Only(Faults("single", TwoOptions + "    mustpass: true\n"), 8, "questions[0].mustpass", "not known here");

    [Fact]
    public void Marks_with_four_decimals_are_refused() => Only(Faults("single", TwoOptions + "    marks: 0.1234\n"), 8, "questions[0].marks", "at most three decimals");

    [Fact]
    public void A_true_false_question_must_say_which() => Only(Faults("true-false", ""), 2, "questions[0]", "The key \"answer\" is missing");

    [Fact]
    public void A_picture_must_be_there_and_be_described()
    {
        Only(Faults("single", TwoOptions + "    media: media/no.svg\n    alt: { zh-CN: 图, en: A picture }\n"), 8, "questions[0].media", "There is no file");
        Only(Faults("single", TwoOptions + "    media: media/a.svg\n"), 8, "questions[0].media", "needs \"alt\"");
        Assert.Empty(Faults("single", TwoOptions + "    media: media/a.svg\n    alt: { zh-CN: 图, en: A picture }\n"));
    }

    [Fact]
    public void A_question_id_used_twice_is_refused() => Only(FaultsOf(Folder(FourQuestions.Replace("id: q2", "id: q1"), quiz: null)), 9, "questions[1].id", "used twice");

    [Theory]
    [InlineData("matching", "    pairs:\n      - { id: a, left: { zh-CN: 左, en: L }, right: { zh-CN: 右, en: R } }\n      - { id: b, left: { zh-CN: 左, en: L }, right: { zh-CN: 右, en: R } }\n    distractors:\n      - { id: c, text: { zh-CN: 多, en: Extra } }\n")]
    [InlineData("ordering", "    items:\n      - { id: a, text: { zh-CN: 先, en: First } }\n      - { id: b, text: { zh-CN: 后, en: Then } }\n")]
    [InlineData("hotspot", "    media: media/a.svg\n    alt: { zh-CN: 图, en: Picture }\n    areas:\n      - { id: a, shape: circle, at: [10, 20, 5.5], correct: true, label: { zh-CN: 甲, en: A } }\n      - { id: b, shape: rect, at: [0, 0, 5, 5], label: { zh-CN: 乙, en: B } }\n")]
    [InlineData("free-text", "    rubric: { zh-CN: 标准, en: Rubric }\n    criteria: [{ id: a, text: { zh-CN: 甲, en: A }, points: 3 }]\n    maxLength: 500\n")]
    [InlineData("photo", "    rubric: { zh-CN: 标准, en: Rubric }\n")]
    [InlineData("scenario", "    parts:\n      - id: p1\n        kind: true-false\n        stem: { zh-CN: 问, en: Ask }\n        answer: true\n")]
    public void Every_kind_of_the_format_is_read(string kind, string rest) => Assert.Empty(Faults(kind, rest));

    [Theory]
    [InlineData("matching", "    pairs:\n      - { id: a, left: { zh-CN: 左, en: L }, right: { zh-CN: 右, en: R } }\n", "from 2 to 10")]
    [InlineData("ordering", "    items: []\n", "from 2 to 10")]
    [InlineData("hotspot", "    media: media/a.svg\n    alt: { zh-CN: 图, en: Picture }\n    areas:\n      - { id: a, shape: rect, at: [10, 20], correct: true, label: { zh-CN: 甲, en: A } }\n", "A rect has")]
    [InlineData("hotspot", "    media: media/a.svg\n    alt: { zh-CN: 图, en: Picture }\n    areas:\n      - { id: a, shape: rect, at: [1, 2, 3, 4], correct: true, label: { zh-CN: 甲, en: A } }\n", "All areas are right")]
    [InlineData("matching", "    pairs:\n      - { id: a, left: { zh-CN: 左, en: L }, right: { zh-CN: 右, en: R } }\n      - { id: b, left: { zh-CN: 二, en: M }, right: { zh-CN: 又, en: S } }\n    distractors: [{ id: c, text: { zh-CN: 右, en: R } }]\n", "it would be right")]
    [InlineData("ordering", "    items:\n      - { id: a, text: { zh-CN: 先, en: First } }\n      - { id: b, text: { zh-CN: 先, en: First } }\n", "Two steps read the same")]
    [InlineData("free-text", "    maxLength: 500\n", "\"rubric\" is missing")]
    [InlineData("scenario", "    parts:\n      - id: p1\n        kind: photo\n        stem: { zh-CN: 问, en: Ask }\n", "\"photo\" is not known here")]
    public void Every_kind_of_the_format_is_checked(string kind, string rest, string message) => Assert.Contains(Faults(kind, rest), f => f.Message.Contains(message));

    [Fact]
    public void A_stem_must_mark_every_blank_and_no_other()
    {
        static string Question(string en) => $$"""
            questions:
              - id: q1
                kind: fill-in
                stem: { zh-CN: "[[n]] 秒", en: "{{en}}" }
                blanks:
                  - { id: n, number: 30, tolerance: 5 }
            """;
        Assert.Empty(FaultsOf(Folder(Question("[[n]] seconds"), null)));
        Assert.Contains("must mark the blank once as [[n]]", Assert.Single(FaultsOf(Folder(Question("Some seconds"), null))).Message);
        Assert.Contains("marks [[m]]", Assert.Single(FaultsOf(Folder(Question("[[n]] or [[m]] seconds"), null))).Message);
    }

    [Theory]
    [InlineData("questions: 5, passMark: 80", "5 questions are asked, but the bank has only 4")]
    [InlineData("questions: 3, passMark: 80, draw: [{ tags: [core], count: 3 }]", "3 questions with the tags core are asked, but the bank has only 2")]
    [InlineData("questions: 4, passMark: 80, draw: [{ tags: [core], count: 2 }]", "The counts add up to 2")]
    [InlineData("questions: 1, passMark: 80, draw: [{ tags: [core, scene], count: 1 }]", "the bank has only 0")]
    [InlineData("questions: 0, passMark: 80", "from 1 to 200")]
    [InlineData("questions: 4", "\"passMark\" is missing")]
    [InlineData("questions: 4, passMark: 80, grade: best", "\"best\" is not known here")]
    [InlineData("questions: 4, passMark: 80, tries: 3", "\"tries\" is not known here")]
    public void A_quiz_that_asks_what_is_not_there_is_refused_at_the_authors_desk(string quiz, string message)
    {
        var fault = Assert.Single(FaultsOf(Folder(FourQuestions, quiz)));
        Assert.Equal(("tidy/module.yaml", 2), (fault.File, fault.Line));
        Assert.Contains(message, fault.Message);
    }

    [Fact]
    public void A_question_that_a_trainer_marks_counts_for_the_draw_like_any_other() =>
        Assert.Empty(FaultsOf(Folder(FourQuestions + "\n  - id: q5\n    kind: photo\n    stem: { zh-CN: 五, en: Five }\n    rubric: { zh-CN: 标准, en: Rubric }\n", "questions: 5, passMark: 80")));

    [Theory]
    [InlineData("grooming")]
    [InlineData("greetings")]
    [InlineData("5s")]
    public void The_standard_modules_have_no_fault(string slug)
    {
        var root = Path.Combine(AppContext.BaseDirectory, "content", slug);
        var files = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(root, f).Replace('\\', '/'), File.ReadAllBytes);
        var clauses = System.Text.RegularExpressions.Regex.Matches(System.Text.Encoding.UTF8.GetString(files["module.yaml"]), @"^  - id: (\S+)", System.Text.RegularExpressions.RegexOptions.Multiline).Select(m => m.Groups[1].Value).ToHashSet();
        Assert.Empty(FaultsOf(new ContentFolder(slug, files, clauses)));
    }
}
