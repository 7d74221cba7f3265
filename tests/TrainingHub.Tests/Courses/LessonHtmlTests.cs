using AngleSharp.Html.Parser;
using TrainingHub.Modules.Courses.Content;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Tests.Courses;

public sealed class LessonHtmlTests
{
    private static AngleSharp.Html.Dom.IHtmlDocument Rendered(string markdown, string language = "en") =>
        new HtmlParser().ParseDocument(new LessonHtml(new Localizer(new Texts(TrainingHub.Web.Hub.Modules), "en")).Render(markdown, language, TextContext.Of("washing", new SampleCourse().Files, [], [])));

    [Fact]
    public void A_picture_is_named_by_its_bytes_and_keeps_its_place_before_it_is_loaded()
    {
        var picture = Rendered("![Hands](media/hands.svg)").QuerySelector("img")!;
        Assert.Equal(LessonHtml.MediaUrl("media/hands.svg", new SampleCourse().Files["media/hands.svg"]), picture.GetAttribute("src"));
        Assert.Equal(("Hands", "lazy", "320", "200"), (picture.GetAttribute("alt"), picture.GetAttribute("loading"), picture.GetAttribute("width"), picture.GetAttribute("height")));
    }

    [Fact]
    public void Boxes_have_titles_in_the_lessons_language()
    {
        Assert.Equal("What you will be able to do", Rendered("::: goal\nX\n:::").QuerySelector(".box-goal .box-title")!.TextContent);
        Assert.Equal("学习目标", Rendered("::: goal\n甲\n:::", "zh-CN").QuerySelector(".box-goal .box-title")!.TextContent);
    }

    [Fact]
    public void Each_cell_of_a_table_says_which_column_it_stands_in() =>
        Assert.Equal(["Step", "Say"], Rendered("| Step | **Say** |\n|---|---|\n| 1 | Hello |\n").QuerySelectorAll("td").Select(c => c.GetAttribute("data-label")));

    [Fact]
    public void A_word_of_the_glossary_is_linked_and_explained()
    {
        var course = TextContext.Of("washing", new SampleCourse().Files, [new Term("lather", new LocalText("起泡", "lather"), null, null, new LocalText("泡沫。", "Foam \"that\" <rubs>."))], []);
        string Html(string markdown) => new LessonHtml(new Localizer(new Texts(TrainingHub.Web.Hub.Modules), "en")).Render(markdown, "en", course);
        var link = new HtmlParser().ParseDocument(Html("[lather](term:lather)")).QuerySelector("a")!;
        Assert.Equal(("/learn/glossary#washing-lather", "Foam \"that\" <rubs>."), (link.GetAttribute("href"), link.GetAttribute("title")));
        // In a preview of text that was not checked, an unknown word leads nowhere.
        Assert.Equal("#", new HtmlParser().ParseDocument(Html("[lather](term:soap)")).QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public void Right_and_wrong_that_follow_each_other_are_a_pair()
    {
        var page = Rendered("::: right\nA\n:::\n\n::: wrong\nB\n:::\n\n::: right\nC\n:::\n\nText.\n\n::: wrong\nD\n:::\n\n::: right\nE\n:::\n");
        Assert.Equal(["A B", "D E"], page.QuerySelectorAll(".box-pair").Select(p => string.Join(' ', p.QuerySelectorAll(":scope > .box .box-body").Select(b => b.TextContent.Trim()))));
        Assert.Equal("C", page.QuerySelector("body > .box .box-body")!.TextContent.Trim());
    }

    [Fact]
    public void An_answer_is_folded_away_and_opens_without_script()
    {
        var answer = Rendered("::: answer\nYes.\n:::").QuerySelector("details.box-answer")!;
        Assert.False(answer.HasAttribute("open"));
        Assert.Equal("Show the answer", answer.QuerySelector("summary")!.TextContent);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("Text <img src=x onerror=alert(1)>")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](java&#x0A;script:alert(1))")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("![x](javascript:alert(1))")]
    [InlineData("::: goal\" onclick=\"alert(1)\nX\n:::")]
    public void Unchecked_text_is_harmless_in_a_preview(string markdown)
    {
        var page = Rendered(markdown);
        Assert.Empty(page.QuerySelectorAll("script, [onerror], [onclick]"));
        Assert.DoesNotContain(page.QuerySelectorAll("[href], [src]"), e => (e.GetAttribute("href") ?? e.GetAttribute("src"))!.Contains("script:", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Two_colons_in_a_sentence_stay_text() => Assert.Equal("A ::word:: stays.", Rendered("A ::word:: stays.").QuerySelector("p")!.TextContent);
}
