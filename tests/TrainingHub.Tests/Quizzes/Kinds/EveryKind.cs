using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Kinds;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes.Kinds;

/// <summary>A quiz that asks one question of every kind, in the order of the file.</summary>
internal static class EveryKind
{
    public const string Quiz = "questions: 10, passMark: 80, shuffle: false";

    public const string Questions = """
        questions:
          - id: q01
            kind: single
            stem: { zh-CN: 一, en: One }
            options:
              - { id: a, correct: true, text: { zh-CN: 甲, en: Alpha } }
              - { id: b, text: { zh-CN: 乙, en: Beta } }
          - id: q02
            kind: multiple
            scoring: part-marks
            stem: { zh-CN: 二, en: Two }
            options:
              - { id: a, correct: true, text: { zh-CN: 甲, en: Alpha } }
              - { id: b, correct: true, text: { zh-CN: 乙, en: Beta } }
              - { id: c, text: { zh-CN: 丙, en: Gamma } }
          - id: q03
            kind: true-false
            stem: { zh-CN: 三, en: Three }
            answer: false
          - id: q04
            kind: matching
            stem: { zh-CN: 四, en: Four }
            pairs:
              - { id: tea, left: { zh-CN: 茶, en: Tea }, right: { zh-CN: 热, en: Hot } }
              - { id: ice, left: { zh-CN: 冰, en: Ice }, right: { zh-CN: 冷, en: Cold } }
            distractors:
              - { id: x, text: { zh-CN: 咸, en: Salty } }
          - id: q05
            kind: ordering
            stem: { zh-CN: 五, en: Five }
            items:
              - { id: wet, text: { zh-CN: 湿手, en: Wet the hands } }
              - { id: soap, text: { zh-CN: 打皂, en: Take soap } }
              - { id: rinse, text: { zh-CN: 冲洗, en: Rinse } }
          - id: q06
            kind: fill-in
            stem: { zh-CN: "洗手 [[n]] 秒，再用[[w]]。", en: "Wash for [[n]] seconds, then use a [[w]]." }
            blanks:
              - { id: n, number: 30, tolerance: 5 }
              - { id: w, accept: { zh-CN: [毛巾], en: [towel] } }
          - id: q07
            kind: hotspot
            stem: { zh-CN: 七, en: Seven }
            media: media/a.svg
            alt: { zh-CN: 厨房, en: Kitchen }
            areas:
              - { id: sink, shape: rect, at: [10, 20, 30, 40], correct: true, label: { zh-CN: 水槽, en: Sink } }
              - { id: stove, shape: circle, at: [70, 40, 10], label: { zh-CN: 炉灶, en: Stove } }
          - id: q08
            kind: scenario
            stem: { zh-CN: 八, en: Eight }
            parts:
              - id: p1
                kind: single
                stem: { zh-CN: 问, en: First }
                options:
                  - { id: a, correct: true, text: { zh-CN: 甲, en: Alpha } }
                  - { id: b, text: { zh-CN: 乙, en: Beta } }
              - id: p2
                kind: fill-in
                stem: { zh-CN: "[[n]] 度", en: "[[n]] degrees" }
                blanks: [{ id: n, number: 60 }]
              - id: p3
                kind: ordering
                stem: { zh-CN: 排, en: Third }
                items:
                  - { id: x, text: { zh-CN: 先, en: Before } }
                  - { id: y, text: { zh-CN: 后, en: Later } }
          - id: q09
            kind: free-text
            stem: { zh-CN: 九, en: Nine }
            rubric: { zh-CN: 问候并道歉, en: Greets and apologises }
            criteria:
              - { id: greets, text: { zh-CN: 问候, en: Greets }, points: 1 }
              - { id: sorry, text: { zh-CN: 道歉, en: Apologises }, points: 3 }
            maxLength: 200
          - id: q10
            kind: photo
            stem: { zh-CN: 十, en: Ten }
            rubric: { zh-CN: 床铺平整, en: The bed is made }
        """;

    /// <summary>The keys under which the rights of the matching and the steps of the orderings are offered.</summary>
    public static readonly string Hot = TextKey.Of(new LocalText("热", "Hot")), Cold = TextKey.Of(new LocalText("冷", "Cold")),
        Wet = TextKey.Of(new LocalText("湿手", "Wet the hands")), Soap = TextKey.Of(new LocalText("打皂", "Take soap")), Rinse = TextKey.Of(new LocalText("冲洗", "Rinse")),
        Before = TextKey.Of(new LocalText("先", "Before")), Later = TextKey.Of(new LocalText("后", "Later"));

    /// <summary>The right answers by slot, as an API client sends them; those a trainer marks are not here.</summary>
    public static readonly IReadOnlyDictionary<int, string> Right = new Dictionary<int, string>
    {
        [1] = """{"chosen":["a"]}""",
        [2] = """{"chosen":["a","b"]}""",
        [3] = """{"chosen":["false"]}""",
        [4] = $$$"""{"pairs":{"tea":"{{{Hot}}}","ice":"{{{Cold}}}"}}""",
        [5] = $$"""{"order":["{{Wet}}","{{Soap}}","{{Rinse}}"]}""",
        [6] = """{"blanks":{"n":"３０","w":" Towel "}}""",
        [7] = """{"points":[[25,40]]}""",
        [8] = $$$$"""{"parts":{"p1":{"chosen":["a"]},"p2":{"blanks":{"n":"60"}},"p3":{"order":["{{{{Before}}}}","{{{{Later}}}}"]}}}""",
    };

    /// <summary>The same as fields of the form.</summary>
    public static readonly (string Name, string Value)[] RightFields =
    [
        ("a-1", "a"), ("a-2", "a"), ("a-2", "b"), ("a-3", "false"), ("a-4-tea", Hot), ("a-4-ice", Cold), ($"a-5-{Wet}", "1"), ($"a-5-{Soap}", "2"), ($"a-5-{Rinse}", "3"),
        ("a-6-n", "３０"), ("a-6-w", " Towel "), ("a-7", "sink"), ("a-8-p1", "a"), ("a-8-p2.n", "60"), ($"a-8-p3.{Before}", "1"), ($"a-8-p3.{Later}", "2"), ("a-9", "Dear guest,\r\nwe are sorry."),
    ];

    public static Task<long> QuizOfEveryKind(this TestHub hub) => hub.Quiz(Questions, Quiz);

    /// <summary>All right, handed in by form: what remains is for a trainer.</summary>
    public static async Task<long> HandedIn(this TestHub hub, long person, long quiz)
    {
        var attempt = await hub.Started(person, quiz);
        foreach (var (slot, json) in Right) Assert.Null((await hub.Answers(person, attempt, slot, json)).Problem);
        using var browser = await hub.SignedIn(person);
        var url = $"/learn/attempts/{attempt}";
        var page = await browser.Page(url);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.PostAsync($"{url}?handler=Submit", page.Form("#quiz", [("a-9", "Sorry."), ("confirm", "true")], Photos.Jpeg()))).StatusCode);
        return attempt;
    }

    public static string[] Values(this IHtmlDocument page, string slot) =>
    [
        .. page.QuerySelectorAll($"#q-{slot} [name^='a-{slot}']").Where(f => f is not IHtmlInputElement { Type: "radio" or "checkbox", IsChecked: false })
            .Select(f => $"{f.GetAttribute("name")}={f switch { IHtmlTextAreaElement area => area.Value, IHtmlSelectElement select => select.Value, IHtmlInputElement input => input.Value, _ => "" }}"),
    ];
}
