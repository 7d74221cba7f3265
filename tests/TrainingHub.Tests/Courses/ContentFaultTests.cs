using System.Text;
using TrainingHub.Modules.Courses.Content;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Tests.Courses;

/// <summary>Whatever can be wrong with a course is named with its file, its line and the remedy.</summary>
public sealed class ContentFaultTests
{
    private static void OneFault(SampleCourse course, string begins)
    {
        var fault = Assert.Single(course.Faults());
        Assert.StartsWith(begins, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_course_as_it_should_be_has_none() => Assert.Empty(new SampleCourse().Faults());

    [Fact]
    public void An_unknown_key_is_named_with_its_line() =>
        OneFault(new SampleCourse().Replacing("module.yaml", "source: en", "source: en\nsuorce: en"), "washing/module.yaml:4:1: suorce: The key \"suorce\" is not known here. Known: clauses, quiz, source, summary, title, trades.");

    [Fact]
    public void A_missing_translation_is_named_with_its_line() =>
        OneFault(new SampleCourse().Replacing("module.yaml", "{ zh-CN: 时长, en: How long }", "{ zh-CN: 时长 }"), "washing/module.yaml:8:12: clauses[0].title: The translation in en is missing");

    [Fact]
    public void A_clause_defined_twice_is_named_with_both_lines() =>
        OneFault(new SampleCourse().Replacing("module.yaml", "  - id: WSH-01\n", "  - { id: WSH-01, trades: [all], title: { zh-CN: 甲, en: A }, text: { zh-CN: 甲, en: A } }\n  - id: WSH-01\n"),
            "washing/module.yaml:7:9: clauses[1].id: The clause WSH-01 is defined twice, first in line 6.");

    [Fact]
    public void An_unknown_trade_is_a_fault() =>
        OneFault(new SampleCourse().Replacing("module.yaml", "trades: [all]\nclauses", "trades: [farm]\nclauses"), "washing/module.yaml:4:9: trades: \"farm\" is no trade; use one of all, retail");

    [Fact]
    public void Broken_yaml_gives_one_message_with_place_and_remedy()
    {
        var fault = Assert.Single(new SampleCourse().Replacing("module.yaml", "source: en", "source: [en").Faults());
        Assert.StartsWith("washing/module.yaml:", fault, StringComparison.Ordinal);
        Assert.Contains("This is not valid YAML", fault, StringComparison.Ordinal);
        Assert.Contains("quotes", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void However_a_file_is_broken_there_is_a_message_and_never_a_crash()
    {
        var whole = new SampleCourse();
        foreach (var path in (string[])["module.yaml", "lessons/01-why.en.md"])
        {
            for (var at = 0; at < whole[path].Length; at++)
            {
                new SampleCourse { [path] = whole[path][..at] }.Faults();
                foreach (var sign in (string[])["[", "}", "\"", ": ", "\n- ", "&a ", "*b", "\t", "|", "<", "![", ":::"]) new SampleCourse { [path] = whole[path].Insert(at, sign) }.Faults();
            }
        }
    }

    [Fact]
    public void Yaml_nested_without_end_is_refused_instead_of_bringing_the_program_down()
    {
        var course = new SampleCourse();
        course["module.yaml"] = "title: " + new string('[', 200_000);
        Assert.Contains("nested", Assert.Single(course.Faults()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_lesson_without_front_matter_is_a_fault() =>
        OneFault(new SampleCourse { ["lessons/02-how.en.md"] = "Twenty seconds.\n" }, "washing/lessons/02-how.en.md:1:1: A lesson begins with its front matter");

    [Fact]
    public void A_fault_in_the_front_matter_has_the_line_of_the_file() =>
        OneFault(new SampleCourse().Replacing("lessons/02-how.en.md", "minutes: 3", "minutes: many"), "washing/lessons/02-how.en.md:3:10: minutes: \"many\" is not a whole number from 1 to 120.");

    [Fact]
    public void A_clause_that_is_not_defined_is_a_fault()
    {
        var course = new SampleCourse().Replacing("lessons/02-how.en.md", "[WSH-01]", "[WSH-01, WSH-09]").Replacing("lessons/02-how.zh-CN.md", "[WSH-01]", "[WSH-01, WSH-09]");
        Assert.All(course.Faults(), f => Assert.Contains(".md:4:1: clauses: The clause WSH-09 is not defined in module.yaml.", f, StringComparison.Ordinal));
        Assert.Equal(2, course.Faults().Count);
    }

    [Fact]
    public void The_two_languages_must_agree() =>
        OneFault(new SampleCourse().Replacing("lessons/02-how.en.md", "minutes: 3", "minutes: 4"), "washing/lessons/02-how.en.md:3:1: minutes: The two languages disagree: 4 here, 3 in lessons/02-how.zh-CN.md.");

    [Fact]
    public void A_missing_translation_of_a_lesson_is_a_fault()
    {
        var course = new SampleCourse();
        course.Files.Remove("lessons/02-how.en.md");
        OneFault(course, "washing/lessons/02-how.en.md: The translation is missing: there is washing/lessons/02-how.zh-CN.md, but not this file.");
    }

    [Fact]
    public void Lessons_are_numbered_without_gap_or_double()
    {
        var course = new SampleCourse();
        foreach (var language in (string[])["en", "zh-CN"])
        {
            course.Files[$"lessons/05-how.{language}.md"] = course.Files[$"lessons/02-how.{language}.md"];
            course.Files[$"lessons/01-what.{language}.md"] = course.Files[$"lessons/02-how.{language}.md"];
        }
        Assert.Equal(
            [
                "washing/lessons: Lesson 03 is missing before lesson 05. Number the lessons 01, 02, 03 … without a gap.",
                "washing/lessons: The number 01 is given to what and why. Each lesson has a number of its own (and the same slug in both languages).",
                "washing/lessons: The slug how is used by the lessons 02 and 05. Give one of them another.",
            ],
            course.Faults().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("::: riht\nSoap.\n:::\n", 6, "There is no box \"riht\". Use one of goal, standard, right")]
    [InlineData("Text.\n\n::: right\nSoap.\n", 8, "The box right is never closed. End it with a line :::.")]
    [InlineData("::: right Soap.\nMore.\n:::\n", 6, "Nothing may follow the name of the box right.")]
    [InlineData("::: right\n:::\n", 6, "The box right is empty.")]
    [InlineData("Text.\n\n:::\n", 8, "This ::: ends no box.")]
    [InlineData("# Title\n\nText.\n", 6, "The title is the page's only heading of the first level.")]
    [InlineData("## One\n\n#### Two\n", 8, "A heading of level 4 follows one of level 2. Write ### instead")]
    [InlineData("Text.\n\nWith <b>HTML</b>.\n", 8, "HTML is not allowed here.")]
    [InlineData("<script>alert(1)</script>\n", 6, "HTML is not allowed here.")]
    [InlineData("A [link](javascript:alert(1)).\n", 6, "The link \"javascript:alert(1)\" leads nowhere a lesson may lead.")]
    [InlineData("A <javascript:alert(1)> link.\n", 6, "The link \"javascript:alert(1)\" leads nowhere a lesson may lead.")]
    [InlineData("A [link][x].\n\n[x]: data:text/html,hi\n", 6, "The link \"data:text/html,hi\" leads nowhere a lesson may lead.")]
    [InlineData("![Hands](media/feet.svg)\n", 6, "The picture media/feet.svg is missing.")]
    [InlineData("![Hands](media/../../secret.svg)\n", 6, "The picture \"media/../../secret.svg\" is not in this course.")]
    [InlineData("![Hands](https://example.com/x.png)\n", 6, "The picture \"https://example.com/x.png\" is not in this course.")]
    [InlineData("![](media/hands.svg)\n", 6, "The picture has no alternative text.")]
    public void A_fault_in_the_markdown_has_the_line_of_the_file(string markdown, int line, string expected)
    {
        var course = new SampleCourse { ["lessons/02-how.en.md"] = SampleCourse.Lesson("How", markdown) };
        var fault = course.Faults()[0];
        Assert.StartsWith($"washing/lessons/02-how.en.md:{line}:", fault, StringComparison.Ordinal);
        Assert.Contains(expected, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_that_nothing_shows_is_a_fault()
    {
        var course = new SampleCourse { ["media/feet.svg"] = SampleCourse.Svg };
        OneFault(course, "washing/media/feet.svg: Nothing in the course shows this picture.");
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", "<script> may not stand in a picture.")]
    [InlineData("<foreignObject/>", "<foreignObject> may not stand in a picture.")]
    [InlineData("<rect onclick='x()'/>", "The event attribute onclick may not stand in a picture.")]
    [InlineData("<image href='https://example.com/x.png'/>", "href leads out of the picture.")]
    [InlineData("<a xmlns:xlink='http://www.w3.org/1999/xlink' xlink:href='javascript:x()'/>", "href leads out of the picture.")]
    [InlineData("<rect style='fill: url(https://example.com/x)'/>", "style loads something from elsewhere.")]
    [InlineData("<style>@import 'x.css';</style>", "The style loads something from elsewhere.")]
    [InlineData("<style>rect { fill: u\\72l(//example.com) }</style>", "The style loads something from elsewhere.")]
    public void A_picture_that_acts_or_reaches_out_is_refused(string inside, string expected)
    {
        var fault = Assert.Single(new SampleCourse { ["media/hands.svg"] = $"<svg xmlns='http://www.w3.org/2000/svg'>\n{inside}\n</svg>" }.Faults());
        Assert.StartsWith("washing/media/hands.svg:2:", fault, StringComparison.Ordinal);
        Assert.Contains(expected, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_with_a_document_type_is_refused() =>
        Assert.Contains("This is not a clean SVG file", Assert.Single(new SampleCourse { ["media/hands.svg"] = "<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg>&x;</svg>" }.Faults()), StringComparison.Ordinal);

    [Fact]
    public void A_picture_that_is_none_is_refused()
    {
        var course = new SampleCourse { ["media/hands.png"] = "GIF89a" }.Replacing("lessons/01-why.en.md", "media/hands.svg", "media/hands.png");
        Assert.Contains("washing/media/hands.png: The bytes are not those of a PNG picture. Export the picture again.", course.Faults());
    }

    [Fact]
    public void Text_that_is_no_utf8_is_named_with_its_line()
    {
        var course = new SampleCourse();
        course.Files["lessons/01-why.zh-CN.md"] = [.. Encoding.UTF8.GetBytes("---\ntitle: 为"), 0xC9, 0xEE];
        OneFault(course, "washing/lessons/01-why.zh-CN.md:2:9: This is not UTF-8. Save the file with the encoding UTF-8.");
    }

    [Theory]
    [InlineData("notes.txt", "This file is not part of a course.")]
    [InlineData("lessons/3-x.en.md", "A lesson's name is NN-slug.LANG.md")]
    [InlineData("media/film.mp4", "A picture's name is made of letters")]
    [InlineData("media/../../x.svg", "The path leads out of the course folder")]
    public void A_file_that_is_not_part_of_a_course_is_a_fault(string path, string expected)
    {
        var course = new SampleCourse { [path] = "x" };
        OneFault(course, $"washing/{path}: {expected}");
    }

    [Fact]
    public void A_file_too_large_is_a_fault()
    {
        var course = new SampleCourse();
        course["lessons/01-why.en.md"] += new string('x', 600_000);
        OneFault(course, "washing/lessons/01-why.en.md: The file has 586 KB; at most 512 KB are allowed.");
    }

    [Fact]
    public void Checklists_are_read_strictly()
    {
        var course = new SampleCourse
        {
            ["checklists.yaml"] = """
                checklists:
                  - id: before
                    title: { zh-CN: 前, en: Before }
                    items:
                      - { id: a, clause: WSH-07, text: { zh-CN: 甲, en: A } }
                      - { id: a, text: { zh-CN: 甲, en: A }, colour: red }
                """,
        };
        Assert.Equal(
            [
                "washing/checklists.yaml:5:26: checklists[0].items[0].clause: The clause WSH-07 is not defined in module.yaml. Correct the number or define it there.",
                "washing/checklists.yaml:6:15: checklists[0].items[1].id: The id a is used twice; change one of them.",
                "washing/checklists.yaml:6:45: checklists[0].items[1].colour: The key \"colour\" is not known here. Known: clause, id, s, text.",
            ],
            course.Faults());
    }

    [Fact]
    public void Links_out_of_the_folder_are_not_followed()
    {
        var folder = Directory.CreateTempSubdirectory("traininghub-test-");
        try
        {
            var course = folder.CreateSubdirectory("washing");
            foreach (var (path, bytes) in new SampleCourse().Files)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(course.FullName, path))!);
                File.WriteAllBytes(Path.Combine(course.FullName, path), bytes);
            }
            File.WriteAllText(Path.Combine(course.FullName, ".DS_Store"), "x");
            var faults = new Faults();
            Assert.Equal(new SampleCourse().Folder.TreeHash, CourseFolder.Read(course.FullName, faults).TreeHash);
            Assert.False(faults.Any);
            File.CreateSymbolicLink(Path.Combine(course.FullName, "media", "secret.svg"), "/etc/passwd");
            Assert.DoesNotContain("media/secret.svg", CourseFolder.Read(course.FullName, faults).Files.Keys);
            Assert.Equal("washing/media/secret.svg: This is a link. Links are not followed; put the file itself here.", Assert.Single(faults.All).ToString());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
