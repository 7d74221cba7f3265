using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Kinds;
using TrainingHub.Tests.Courses;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Quizzes.Kinds;

/// <summary>The studio's form for every kind: what it shows is what it sends, and what is changed arrives in the draft.</summary>
public sealed class KindEditTests
{
    private static async Task<(TestHub Hub, HttpClient Browser)> Studio(TestDatabase database)
    {
        var hub = await TestHub.Start(database);
        var course = new SampleCourse { ["questions.yaml"] = EveryKind.Questions.Replace("media/a.svg", "media/hands.svg", StringComparison.Ordinal) };
        await course.Import(hub);
        return (hub, await hub.SignedIn(await hub.Person("T1", "trainer")));
    }

    private static async Task<IReadOnlyList<QuestionDraft>> Bank(TestHub hub) => QuestionFile.Read((await hub.In(s => s.GetRequiredService<ICourseDrafts>().Current("washing", default)))!.Folder, new Faults());

    private static async Task<string> Url(TestHub hub, string slug) => $"/studio/questions/{await hub.Scalar<long>("select id from quizzes_question where slug = @slug", new { slug })}/edit";

    private static List<KeyValuePair<string, string>> Fields(IHtmlDocument page, params (string Name, string Value)[] changed)
    {
        var fields = page.QuerySelectorAll("main form [name]:not(button)").Where(f => f is not IHtmlInputElement { Type: "radio" or "checkbox", IsChecked: false } && changed.All(c => c.Name != f.GetAttribute("name")))
            .Select(f => KeyValuePair.Create(f.GetAttribute("name")!, f switch { IHtmlTextAreaElement area => area.Value, IHtmlSelectElement select => select.Value ?? "", _ => f.GetAttribute("value") ?? "" })).ToList();
        fields.AddRange(changed.Where(c => c.Value.Length > 0).Select(c => KeyValuePair.Create(c.Name, c.Value)));
        return fields;
    }

    [Theory, BothDatabases]
    public async Task A_form_that_is_sent_as_it_is_shown_changes_nothing(TestDatabase database)
    {
        var (hub, browser) = await Studio(database);
        await using var _ = hub;
        var before = (await Bank(hub)).ToDictionary(q => q.Slug, q => q.Hash());
        Assert.Equal(QuestionKinds.All.Count, before.Count);
        foreach (var slug in before.Keys)
        {
            var url = await Url(hub, slug);
            var answer = await browser.PostAsync(url, new FormUrlEncodedContent(Fields(await browser.Page(url))));
            Assert.Equal((slug, HttpStatusCode.Redirect), (slug, answer.StatusCode));
        }
        Assert.Equal(before, (await Bank(hub)).ToDictionary(q => q.Slug, q => q.Hash()));
    }

    [Fact]
    public async Task What_a_trainer_changes_in_the_forms_arrives_in_the_draft()
    {
        var (hub, browser) = await Studio(TestDatabase.Sqlite);
        await using var _ = hub;
        async Task Change(string slug, params (string, string)[] changed)
        {
            var url = await Url(hub, slug);
            var answer = await browser.PostAsync(url, new FormUrlEncodedContent(Fields(await browser.Page(url), changed)));
            Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        }
        await Change("q04", ("own-pairs-2-left-zh", "汤"), ("own-pairs-2-left-en", "Soup"), ("own-pairs-2-right-zh", "烫"), ("own-pairs-2-right-en", "Very hot"), ("own-distractors-0-text-zh", ""), ("own-distractors-0-text-en", ""), ("own-parts", "true"));
        await Change("q05", ("own-items-0-place", "9"));
        await Change("q06", ("own-blanks-0-off", "2"), ("own-blanks-1-en", "towel\npaper towel"));
        await Change("q07", ("own-areas-1-at", "70, 40, 12.5"));
        await Change("q08", ("own-parts-1-content-blanks-0-number", "65"));
        await Change("q09", ("own-criteria-1-points", "5"), ("own-length", "300"));
        var bank = (await Bank(hub)).ToDictionary(q => q.Slug, q => q.Body.Content);
        var matching = MatchingContent.From(bank["q04"]);
        Assert.Equal(("Soup", 0, Scoring.PartMarks), (matching.Pairs[2].Left.En, matching.Distractors.Count, matching.Scoring));
        Assert.Equal(["soap", "rinse", "wet"], OrderingContent.From(bank["q05"]).Items.Select(i => i.Id));
        Assert.Equal(2, FillInContent.From(bank["q06"]).Blanks[0].Tolerance);
        Assert.Equal(["towel", "paper towel"], FillInContent.From(bank["q06"]).Blanks[1].Accept!.En);
        Assert.Equal(12.5m, HotspotContent.From(bank["q07"]).Areas[1].At[2]);
        Assert.Equal(65, FillInContent.From(ScenarioContent.From(bank["q08"]).Parts[1].Content).Blanks[0].Number);
        Assert.Equal((5, 300), (FreeTextContent.From(bank["q09"]).Criteria![1].Points, FreeTextContent.From(bank["q09"]).MaxLength));
    }

    [Fact]
    public async Task What_is_no_question_is_refused_and_stays_on_the_form()
    {
        var (hub, browser) = await Studio(TestDatabase.Sqlite);
        await using var _ = hub;
        var url = await Url(hub, "q07");
        var answer = await browser.PostAsync(url, new FormUrlEncodedContent(Fields(await browser.Page(url), ("own-areas-0-correct", ""), ("own-areas-1-at", "70, 40"))));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        Assert.Contains("can't be saved like this", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("70, 40", page.QuerySelector<IHtmlInputElement>("[name='own-areas-1-at']")!.Value);
    }
}
