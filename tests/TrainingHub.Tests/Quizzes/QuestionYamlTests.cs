using System.Text;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Modules.Quizzes.Bank;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes;

public sealed class QuestionYamlTests
{
    private static IReadOnlyList<QuestionDraft> Read(string text) => QuestionFile.Read(Folder(text), new Faults());

    [Fact]
    public void An_edited_question_is_read_again_as_it_was_written_and_the_other_lines_stay()
    {
        var text = FourQuestions.Replace("  - id: q3", "  # about tidiness\n  - id: q3");
        var before = Read(text);
        var edited = before[1] with { MustPass = true, MaxMark = 1250, Body = before[1].Body with { Stem = new("引号\"与: 冒号", "Line one\nline two: \\ and # more") } };
        var changed = QuestionYaml.Replace(text, before, edited)!;
        var after = Read(changed);
        Assert.Equal(edited.Hash(), after[1].Hash());
        foreach (var i in new[] { 0, 2, 3 }) Assert.Equal(before[i].Hash(), after[i].Hash());
        Assert.Contains("  # about tidiness\n  - id: q3", changed);
        Assert.StartsWith(text[..text.IndexOf("  - id: q2", StringComparison.Ordinal)], changed);
        Assert.EndsWith(text[text.IndexOf("  # about", StringComparison.Ordinal)..], changed);
    }

    [Fact]
    public void Every_question_of_the_standard_modules_survives_being_written_by_the_hub()
    {
        foreach (var slug in new[] { "grooming", "greetings", "5s" })
        {
            var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "content", slug, "questions.yaml"), Encoding.UTF8);
            foreach (var question in Read(text).Select(q => q.Slug))
            {
                var all = Read(text);
                var before = all.Select(q => q.Hash()).ToList();
                text = QuestionYaml.Replace(text, all, all.Single(q => q.Slug == question))!;
                Assert.Equal(before, Read(text).Select(q => q.Hash()));
            }
        }
    }

    [Fact]
    public void Questions_on_one_line_are_left_to_the_file() =>
        Assert.Null(QuestionYaml.Replace("questions: [{ id: a, kind: true-false, stem: { zh-CN: 一, en: A }, answer: true }]",
            Read("questions: [{ id: a, kind: true-false, stem: { zh-CN: 一, en: A }, answer: true }]"), Read("questions: [{ id: a, kind: true-false, stem: { zh-CN: 一, en: A }, answer: true }]")[0]));
}
