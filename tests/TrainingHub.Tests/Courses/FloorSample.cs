namespace TrainingHub.Tests.Courses;

/// <summary>The small course with everything that a course may have for the floor.</summary>
internal static class FloorSample
{
    public const string Glossary = """
        terms:
          - id: lather
            term: { zh-CN: 起泡, en: lather }
            pinyin: qǐpào
            text: { zh-CN: 搓出来的泡沫。, en: The foam that rubbing makes. }
          - id: sort
            term: { zh-CN: 整理, en: to sort }
            pinyin: zhěnglǐ
            romaji: seiri
            text: { zh-CN: 分清要的和不要的。, en: Telling needed from unneeded. }

        """;

    public const string Dialogues = """
        dialogues:
          - id: towel
            clause: WSH-01
            title: { zh-CN: 要毛巾, en: A towel }
            setting: { zh-CN: 洗手间门口。, en: At the washroom door. }
            turns:
              - who: guest
                text: { zh-CN: 有毛巾吗？, en: Is there a towel? }
              - who: staff
                text: { zh-CN: 有的，请。, en: "There is. Here you are." }
                pinyin: Yǒu de, qǐng.
                body: { zh-CN: 双手递上。, en: Hand it over with both hands. }
          - id: soap
            title: { zh-CN: 要肥皂, en: Soap }
            setting: { zh-CN: 洗手台前。, en: At the basin. }
            turns:
              - { who: guest, text: { zh-CN: 肥皂？, en: Soap? } }
              - { who: staff, text: { zh-CN: 马上来。, en: At once. } }

        """;

    public const string Checklists = """
        checklists:
          - id: hands
            title: { zh-CN: 洗手检查, en: Hands }
            items:
              - id: wet
                clause: WSH-01
                text: { zh-CN: 洗满二十秒, en: Washed for twenty seconds }
              - id: dry
                text: { zh-CN: 擦干, en: Dried }
          - id: audit
            title: { zh-CN: 洗手间检查, en: Washroom audit }
            scored: true
            scale:
              - s: soap
                title: { zh-CN: 肥皂, en: Soap }
                levels:
                  - { score: 0, text: { zh-CN: 没有, en: None } }
                  - { score: 1, text: { zh-CN: 空的, en: Empty } }
                  - { score: 2, text: { zh-CN: 快用完, en: Nearly empty } }
                  - { score: 3, text: { zh-CN: 有, en: There is some } }
                  - { score: 4, text: { zh-CN: 一直有, en: Always some } }
            items:
              - { id: dispenser, s: soap, clause: WSH-01, text: { zh-CN: 皂液器, en: The dispenser } }

        """;

    public static string JobAid(string title, string markdown) => $"---\ntitle: {title}\n---\n{markdown}";

    /// <summary>The sample course with all of it, its first lesson linking a term.</summary>
    public static SampleCourse Course()
    {
        var course = new SampleCourse
        {
            ["glossary.yaml"] = Glossary,
            ["dialogues.yaml"] = Dialogues,
            ["checklists.yaml"] = Checklists,
            ["job-aid.en.md"] = JobAid("Clean hands", "## Before work\n\nWet, [lather](term:lather), rinse, dry.\n\n![Two wet hands](media/wet.svg)\n"),
            ["job-aid.zh-CN.md"] = JobAid("双手干净", "## 上班前\n\n淋湿、[起泡](term:lather)、冲净、擦干。\n\n![两只湿手](media/wet.svg)\n"),
            ["media/wet.svg"] = SampleCourse.Svg,
        };
        return course.Replacing("lessons/02-how.en.md", "Twenty seconds.", "Twenty seconds of [lather](term:lather).").Replacing("lessons/02-how.zh-CN.md", "二十秒。", "[起泡](term:lather)二十秒。");
    }
}
