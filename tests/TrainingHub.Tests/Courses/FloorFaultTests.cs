namespace TrainingHub.Tests.Courses;

/// <summary>Whatever can be wrong with glossary, role-plays, job aid and checklists is named with its file, its line and the remedy.</summary>
public sealed class FloorFaultTests
{
    private static void OneFault(SampleCourse course, string begins) => Assert.StartsWith(begins, Assert.Single(course.Faults()), StringComparison.Ordinal);

    [Fact]
    public void A_course_with_all_of_it_has_none() => Assert.Empty(FloorSample.Course().Faults());

    [Theory]
    [InlineData("glossary.yaml", "    pinyin: qǐpào\n", "    pinyin: qǐpào\n    pinjin: x\n", "5:5: terms[0].pinjin: The key \"pinjin\" is not known here. Known: id, pinyin, romaji, term, text.")]
    [InlineData("glossary.yaml", "zh-CN: 起泡, en: lather", "zh-CN: 起泡", "3:11: terms[0].term: The translation in en is missing")]
    [InlineData("glossary.yaml", "id: sort", "id: lather", "6:9: terms[1].id: The id lather is used twice; change one of them.")]
    [InlineData("glossary.yaml", "id: sort", "id: To sort", "6:9: terms[1].id: \"To sort\" is no id; write lower-case letters, digits and hyphens.")]
    [InlineData("glossary.yaml", "en: to sort", "en: Lather", "7:11: terms[1].term: \"Lather\" is explained twice, first in line 2. Keep one of them.")]
    [InlineData("glossary.yaml", "romaji: seiri", "romaji: ''", "9:13: terms[1].romaji: romaji is empty; write it or remove the key.")]
    [InlineData("dialogues.yaml", "clause: WSH-01", "clause: WSH-02", "3:13: dialogues[0].clause: The clause WSH-02 is not defined in module.yaml.")]
    [InlineData("dialogues.yaml", "who: guest\n", "who: boss\n", "7:14: dialogues[0].turns[0].who: \"boss\" is not known here; use one of guest, staff.")]
    [InlineData("dialogues.yaml", "      - { who: guest, text: { zh-CN: 肥皂？, en: Soap? } }\n", "", "17:7: dialogues[1].turns: A role-play is for two: somebody of the staff and a guest both speak.")]
    [InlineData("dialogues.yaml", "id: soap", "id: towel", "13:9: dialogues[1].id: The id towel is used twice; change one of them.")]
    [InlineData("dialogues.yaml", "        pinyin: Yǒu de", "        mood: Yǒu de", "11:9: dialogues[0].turns[1].mood: The key \"mood\" is not known here. Known: body, pinyin, text, who.")]
    [InlineData("dialogues.yaml", FloorSample.Dialogues, "dialogues: []\n", "1:12: dialogues: There is no role-play; write one or remove the file.")]
    [InlineData("checklists.yaml", "scored: true", "scored: false", "14:7: checklists[1].scale: Only a scored checklist has a scale.")]
    [InlineData("checklists.yaml", "score: 3", "score: 2", "20:22: checklists[1].scale[0].levels[3].score: The score 3 is expected here. Give the levels 0 to 4 in order.")]
    [InlineData("checklists.yaml", "          - { score: 4, text: { zh-CN: 一直有, en: Always some } }\n", "", "17:11: checklists[1].scale[0].levels: There are 4 levels; a scale has the 5 from 0 to 4.")]
    [InlineData("checklists.yaml", "s: soap, clause", "s: towel, clause", "23:29: checklists[1].items[0].s: The scale has no \"towel\"; use one of soap.")]
    [InlineData("checklists.yaml", "s: soap, clause", "clause", "23:9: checklists[1].items[0]: The key \"s\" is missing: it says what of the scale the item is evidence for, one of soap.")]
    [InlineData("checklists.yaml", "      - id: dry\n", "      - id: dry\n        s: soap\n", "9:12: checklists[0].items[1].s: The checklist has no scale, so its items have no s.")]
    [InlineData("job-aid.en.md", "title: Clean hands", "title: Clean hands\nminutes: 3", "3:1: minutes: The key \"minutes\" is not known here. Known: title.")]
    [InlineData("job-aid.en.md", "---\ntitle: Clean hands\n---\n", "", "1:1: A job aid begins with its front matter")]
    [InlineData("job-aid.en.md", "## Before", "# Before", "4:1: The title is the page's only heading of the first level.")]
    [InlineData("job-aid.en.md", "term:lather", "term:soap", "6:6: The glossary has no term \"soap\". Explain it in glossary.yaml, or correct the id after term:.")]
    [InlineData("lessons/02-how.zh-CN.md", "term:lather", "term:lather2", "8:1: The glossary has no term \"lather2\".")]
    public void A_fault_is_named_with_its_line(string path, string old, string now, string begins) =>
        OneFault(FloorSample.Course().Replacing(path, old, now), $"washing/{path}:{begins}");

    [Fact]
    public void A_glossary_without_a_term_is_a_fault() =>
        OneFault(new SampleCourse { ["glossary.yaml"] = "terms: []\n" }, "washing/glossary.yaml:1:8: terms: A glossary has at least one term; write one or remove the file.");

    [Fact]
    public void A_scored_checklist_without_a_scale_is_a_fault()
    {
        var course = FloorSample.Course();
        course["checklists.yaml"] = "checklists:\n  - id: a\n    title: { zh-CN: 甲, en: A }\n    scored: true\n    items:\n      - { id: a, text: { zh-CN: 甲, en: A } }\n";
        OneFault(course, "washing/checklists.yaml:4:13: checklists[0].scored: A scored checklist says what the scores mean.");
    }

    [Fact]
    public void A_job_aid_in_one_language_alone_is_a_fault()
    {
        var course = FloorSample.Course();
        course.Files.Remove("job-aid.en.md");
        OneFault(course, "washing/job-aid.en.md: The translation is missing: there is washing/job-aid.zh-CN.md, but not this file. Write it.");
    }

    [Fact]
    public void A_picture_that_the_job_aid_alone_shows_is_used()
    {
        var course = FloorSample.Course();
        foreach (var path in (string[])["job-aid.en.md", "job-aid.zh-CN.md"]) course[path] = FloorSample.JobAid("X", "Text.\n");
        OneFault(course, "washing/media/wet.svg: Nothing in the course shows this picture.");
    }

    [Fact]
    public void A_term_that_is_linked_without_any_glossary_is_a_fault()
    {
        var course = new SampleCourse().Replacing("lessons/02-how.en.md", "Twenty seconds.", "Twenty [seconds](term:second).");
        OneFault(course, "washing/lessons/02-how.en.md:8:8: The glossary has no term \"second\".");
    }

    [Fact]
    public void A_glossary_that_cannot_be_read_is_one_fault_and_not_one_for_each_link()
    {
        OneFault(FloorSample.Course().Replacing("glossary.yaml", "terms:\n", "terms: [\n"), "washing/glossary.yaml:");
    }

    [Theory]
    [InlineData("job-aid")]
    [InlineData("dialogues")]
    [InlineData("checklists")]
    public void A_lesson_may_not_have_the_address_of_another_page(string slug)
    {
        var course = new SampleCourse();
        foreach (var language in (string[])["en", "zh-CN"])
        {
            course.Files[$"lessons/02-{slug}.{language}.md"] = course.Files[$"lessons/02-how.{language}.md"];
            course.Files.Remove($"lessons/02-how.{language}.md");
        }
        OneFault(course, $"washing/lessons: The slug {slug} of lesson 02 is the address of another page of the course.");
    }

    [Fact]
    public void However_a_file_is_broken_there_is_a_message_and_never_a_crash()
    {
        var whole = FloorSample.Course();
        foreach (var path in (string[])["glossary.yaml", "dialogues.yaml", "checklists.yaml", "job-aid.en.md"])
        {
            for (var at = 0; at < whole[path].Length; at += 3)
            {
                var cut = FloorSample.Course();
                cut[path] = whole[path][..at];
                cut.Faults();
                foreach (var sign in (string[])["[", "}", "\"", ": ", "\n- ", "*b", "\t", "![", ":::"])
                {
                    cut[path] = whole[path].Insert(at, sign);
                    cut.Faults();
                }
            }
        }
    }
}
