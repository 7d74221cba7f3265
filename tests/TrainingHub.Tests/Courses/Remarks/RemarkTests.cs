using System.Text;

namespace TrainingHub.Tests.Courses.Remarks;

/// <summary>What keeps no course back and is worth mending all the same: each rule finds what it is for, and leaves alone what is right.</summary>
public sealed class RemarkTests
{
    private const string How = "lessons/02-how.en.md";

    private static string Words(int count) => string.Join(' ', Enumerable.Repeat("word", count)) + ".";

    private static SampleCourse With(string markdown, string path = How) => new() { [path] = SampleCourse.Lesson("How", markdown) };

    [Fact]
    public void A_clause_that_no_lesson_teaches_is_named_with_its_line()
    {
        Assert.Empty(new SampleCourse().Remarks("clause"));
        var course = new SampleCourse();
        course["module.yaml"] += "  - id: WSH-02\n    trades: [all]\n    title: { zh-CN: 肥皂, en: Soap }\n    text: { zh-CN: 用肥皂。, en: Use soap. }\n";
        Assert.Equal(["washing/module.yaml:12: remark (clause): WSH-02: No lesson teaches the clause WSH-02. Write its number into `clauses` of the lesson that does, in both languages."], course.Remarks("clause"));
    }

    [Theory]
    [InlineData("## Steps\n\nSee [the steps](#steps).\n", null)]
    [InlineData("See [the site](https://example.com/#steps).\n", null)]
    [InlineData("## Steps\n\nSee [the steps](#stepps).\n", "washing/lessons/02-how.en.md:8: remark (link): No heading of this page is #stepps. Link to one of #steps.")]
    [InlineData("See [above](#).\n", "washing/lessons/02-how.en.md:6: remark (link): No heading of this page is #. The page has no heading to link to.")]
    public void A_link_within_the_page_leads_to_a_heading(string markdown, string? expected) => Assert.Equal(expected is null ? [] : [expected], With(markdown).Remarks("link"));

    [Fact]
    public void A_link_to_a_chinese_heading_is_found() => Assert.Empty(With("## 步骤\n\n见[上面](#步骤)。\n", "lessons/02-how.zh-CN.md").Remarks("link"));

    [Theory]
    [InlineData(40, false)]
    [InlineData(41, true)]
    public void An_english_sentence_has_at_most_forty_words(int words, bool isFound) =>
        Assert.Equal(isFound, With($"Short.\n\nAlso short. {Words(words)} Short again.\n").Remarks("sentence") is [var found] && found.StartsWith("washing/lessons/02-how.en.md:8: remark (sentence): This sentence has 41 words; at most 40 are read with ease.", StringComparison.Ordinal));

    [Theory]
    [InlineData(59, false)]
    [InlineData(60, true)]
    public void A_chinese_sentence_has_at_most_sixty_characters(int characters, bool isFound) =>
        Assert.Equal(isFound, With($"短句。\n{new string('字', characters)}。短句。\n", "lessons/02-how.zh-CN.md").Remarks("sentence") is [var found] && found.Contains("This sentence has 61 characters", StringComparison.Ordinal));

    [Theory]
    [InlineData("- {0}\n- {0}\n")]
    [InlineData("{0}；{0}。\n")]
    [InlineData("| 甲 | 乙 |\n|---|---|\n| {0} | {0} |\n")]
    [InlineData("## {0}\n\n{0}\n")]
    [InlineData("![{0}{0}](media/hands.svg)\n")]
    public void List_items_cells_and_headings_are_sentences_of_their_own_and_pictures_none(string markdown) =>
        Assert.Empty(With(string.Format(System.Globalization.CultureInfo.InvariantCulture, markdown, new string('字', 40)), "lessons/02-how.zh-CN.md").Remarks("sentence"));

    [Fact]
    public void A_latin_word_counts_as_one_chinese_character() =>
        Assert.Empty(With($"{new string('字', 50)}（Nǐ hǎo, welcome to our house.）\n", "lessons/02-how.zh-CN.md").Remarks("sentence"));

    [Fact]
    public void Texts_of_yaml_files_are_read_too_and_named_by_their_ids()
    {
        var course = new SampleCourse { ["checklists.yaml"] = $"checklists:\n  - id: before\n    title: {{ zh-CN: 前, en: Before }}\n    items:\n      - id: a\n        text:\n          zh-CN: 甲\n          en: {Words(41)}\n" };
        Assert.StartsWith("washing/checklists.yaml:8: remark (sentence): checklists[before].items[a].text.en: This sentence has 41 words", Assert.Single(course.Remarks("sentence")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(900, 3, false)] // five minutes to read
    [InlineData(900, 2, true)]
    [InlineData(900, 7, false)]
    [InlineData(900, 8, true)]
    [InlineData(10, 1, false)] // less than one can't be said
    public void Minutes_are_within_half_of_what_reading_takes(int words, int minutes, bool isFound)
    {
        var text = string.Concat(Enumerable.Repeat(Words(10) + " ", words / 10));
        var course = With(text).Replacing(How, "minutes: 3", $"minutes: {minutes}").Replacing("lessons/02-how.zh-CN.md", "minutes: 3", $"minutes: {minutes}");
        Assert.Equal(isFound, course.Remarks("minutes").Exists(r => r.StartsWith($"washing/{How}:3: remark (minutes): minutes: {minutes} minutes are announced, but reading takes about 5.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Pictures_and_tasks_take_time_too()
    {
        // 180 words, two pictures, a case and a self-check: two and a half minutes.
        var text = string.Concat(Enumerable.Repeat(Words(10) + " ", 18)) + "\n\n![A](media/hands.svg)\n![B](media/hands.svg)\n";
        Assert.Contains("about 1.5.", With(text).Replacing(How, "minutes: 3", "minutes: 60").Replacing("lessons/02-how.zh-CN.md", "minutes: 3", "minutes: 60").Remarks("minutes").Single(r => r.Contains(".en.", StringComparison.Ordinal) && r.Contains("02-how", StringComparison.Ordinal)), StringComparison.Ordinal);
        text += "\n::: case\n:::\n".Replace("\n:::\n", "\nword\n:::\n", StringComparison.Ordinal) + "\n::: check\nword\n:::\n";
        Assert.Contains("about 2.5.", With(text).Replacing(How, "minutes: 3", "minutes: 60").Replacing("lessons/02-how.zh-CN.md", "minutes: 3", "minutes: 60").Remarks("minutes").Single(r => r.Contains(".en.", StringComparison.Ordinal) && r.Contains("02-how", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_remark_keeps_no_course_back() => Assert.Empty(With(Words(60)).Faults());

    [Fact]
    public void However_a_course_is_written_looking_it_over_never_fails()
    {
        foreach (var piece in (string[])["#", "[a](#", "![", "|", "|-|", "*", "`", "```", ":::", "&#0;", "<a@b.c>", "\\", "“", "1.", "> ", "。。", "...", "\u00e9", "😀"])
        {
            foreach (var path in (string[])[How, "lessons/02-how.zh-CN.md"])
            {
                var course = new SampleCourse();
                course[path] += $"\n{piece} text {piece}{piece}\n\n{piece}";
                if (course.Faults().Count == 0) course.Remarks("sentence");
            }
        }
    }
}
