using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Kinds;
using TrainingHub.Tests.Quizzes.Kinds;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes.Bank;

/// <summary>A question answered in a picture is begun in the studio, without any script: picture, spots by numbers, save or propose.</summary>
public sealed class HotspotQuestionTests
{
    private const string New = "/studio/questions/new?kind=hotspot";

    private static readonly Dictionary<string, string> Written = new()
    {
        ["course"] = "tidy", ["StemZh"] = "水槽在哪里？", ["StemEn"] = "Where is the sink?", ["AltZh"] = "厨房", ["AltEn"] = "A kitchen", ["Marks"] = "1", ["Difficulty"] = "1", ["Tags"] = "spots", ["own-areas-count"] = "2",
        ["own-areas-0-label-zh"] = "水槽", ["own-areas-0-label-en"] = "Sink", ["own-areas-0-shape"] = "rect", ["own-areas-0-at"] = "0, 0, 2, 2", ["own-areas-0-correct"] = "true",
        ["own-areas-1-label-zh"] = "炉灶", ["own-areas-1-label-en"] = "Stove", ["own-areas-1-shape"] = "circle", ["own-areas-1-at"] = "3, 2, 1",
    };

    private static async Task<(HttpStatusCode Status, string? To, IHtmlDocument Page)> Sends(HttpClient browser, string url, Dictionary<string, string> fields, byte[]? picture = null, string name = "Kitchen (new).PNG")
    {
        using var content = new MultipartFormDataContent { { new StringContent((await browser.Sees(New)).QuerySelector("main [name=__RequestVerificationToken]")!.GetAttribute("value")!), "__RequestVerificationToken" } };
        foreach (var (key, value) in fields) content.Add(new StringContent(value), key);
        if (picture is not null) content.Add(new ByteArrayContent(picture), "file", name);
        var answer = await browser.PostAsync(url, content);
        return (answer.StatusCode, answer.Headers.Location?.ToString(), new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync()));
    }

    private static Dictionary<string, string> With(IHtmlDocument shown) => new(Written)
    {
        ["Media"] = shown.QuerySelector("main [name=Media]")!.GetAttribute("value")!, ["Picture"] = shown.QuerySelector("main [name=Picture]")!.GetAttribute("value")!,
    };

    [Theory, BothDatabases]
    public async Task It_is_begun_with_a_picture_saved_asked_and_edited(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await hub.Quiz();
        using var browser = await hub.SignedIn(await hub.Person("T1", "trainer"));
        Assert.NotNull((await browser.Sees("/studio/questions/new")).QuerySelector("main a[href^='/studio/questions/new?kind=hotspot']"));
        var form = await browser.Sees(New);
        Assert.NotNull(form.QuerySelector("main input[type=file]"));
        Assert.Null(form.QuerySelector("main [name=own-areas-count]"));

        var (status, _, shown) = await Sends(browser, New + "&handler=AddOption", Written, Photos.Png());
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(("Where is the sink?", "0, 0, 2, 2"), (shown.QuerySelector("main #stem-en")!.TextContent, shown.QuerySelector("main [name=own-areas-0-at]")!.GetAttribute("value")));
        Assert.Equal(2, shown.QuerySelectorAll("main svg.spots g.spot").Length);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(shown.QuerySelector("main img.question-picture")!.GetAttribute("src"))).StatusCode);

        var (_, saved, _) = await Sends(browser, New, With(shown));
        var id = long.Parse(saved!.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);
        var question = (await hub.Stored(id)).Draft;
        Assert.Equal(("media/kitchen-new.png", "A kitchen", 4, 3), (question.Body.Media, question.Body.Alt!.En, HotspotContent.From(question.Body.Content).Width, HotspotContent.From(question.Body.Content).Height));
        Assert.NotNull((await browser.Sees(saved)).QuerySelector("main svg.spots .is-right"));

        await hub.Import(Folder(FourQuestions, "passMark: 75, questions: 1, bank: true, draw: [{ tags: [spots], count: 1 }]"));
        var person = await hub.Person("E1");
        var attempt = await hub.Started(person, 1);
        Assert.Equal("counted", (await hub.Answers(person, attempt, 1, """{"points": [[1, 1]]}""")).Value?.Outcome);
        Assert.Null(await hub.Submits(person, attempt));
        Assert.True((await hub.Attempt(attempt)).Passed);

        var edit = await browser.Sees($"{saved}/edit");
        Dictionary<string, string> changed = new(Written)
        {
            ["stamp"] = edit.QuerySelector("main [name=stamp]")!.GetAttribute("value")!, ["basedOn"] = edit.QuerySelector("main [name=basedOn]")!.GetAttribute("value")!, ["own-width"] = "4", ["own-height"] = "3",
            ["own-areas-0-id"] = "a", ["own-areas-1-id"] = "b", ["own-areas-1-at"] = "3, 1, 1", ["AltEn"] = "A small kitchen",
        };
        Assert.Equal(HttpStatusCode.Redirect, (await Forms.Post(browser, $"{saved}/edit", $"{saved}/edit", changed)).StatusCode);
        var after = (await hub.Stored(id)).Draft;
        Assert.Equal(("A small kitchen", question.Body.Picture, 1m), (after.Body.Alt!.En, after.Body.Picture, HotspotContent.From(after.Body.Content).Areas[1].At[1]));
    }

    [Fact]
    public async Task Picture_and_spots_in_one_go_are_enough_and_what_is_missing_is_said_with_everything_kept()
    {
        await using var hub = await TestHub.Start();
        await hub.Quiz();
        using var browser = await hub.SignedIn(await hub.Person("T1", "trainer"));
        Assert.Equal(HttpStatusCode.Redirect, (await Sends(browser, New, Written, Photos.Jpeg(), "a.png")).Status);
        // The camera was held upright: as it is looked at, the picture is 3 wide and 4 high.
        Assert.Equal(["media/a.jpg 3x4"], (await hub.Rows<string>("select v.body from quizzes_question_version v where v.kind = 'hotspot'")).Select(Modules.Quizzes.Bank.QuestionBody.From).Select(b => $"{b.Media} {HotspotContent.From(b.Content).Width}x{HotspotContent.From(b.Content).Height}"));

        async Task Refused(string said, Dictionary<string, string> fields, byte[]? picture, string name = "a.png")
        {
            var (status, _, page) = await Sends(browser, New, fields, picture, name);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
            Assert.Contains(said, page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
            Assert.Equal("Where is the sink?", page.QuerySelector("main #stem-en")!.TextContent);
        }
        await Refused("Choose a picture first.", Written, null);
        await Refused("Choose a PNG or JPEG picture.", Written, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 3\"/>"u8.ToArray());
        await Refused("larger than 5 MB", Written, [.. Photos.Png(), .. new byte[KeepPicture.MostBytes]]);
        await Refused("damaged", Written, Photos.Png()[..40]);
        await Refused("Describe the picture", new(Written) { ["AltEn"] = "" }, Photos.Png());
        await Refused("No area is right", new(Written) { ["own-areas-0-correct"] = "" }, Photos.Png());
        await Refused("can't be saved like this", new(Written) { ["own-areas-1-label-zh"] = "", ["own-areas-1-label-en"] = "" }, Photos.Png());
        // A spot that is drawn and has no name yet is no empty row, however often it is sent.
        await Refused("can't be saved like this", new(Written) { ["own-areas-1-id"] = "b", ["own-areas-1-label-zh"] = "", ["own-areas-1-label-en"] = "" }, Photos.Png());
        // A picture that nobody brought here is none.
        await Refused("Choose a picture first.", new(Written) { ["Media"] = "media/a.png", ["Picture"] = new string('a', 64) }, null);
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from quizzes_question where course_id = 1 and origin = 'bank'"));
    }

    [Fact]
    public async Task An_author_proposes_one_and_a_trainer_sees_the_picture_and_accepts()
    {
        await using var hub = await TestHub.Start();
        await hub.Quiz();
        using var author = await hub.SignedIn(await hub.Person("A1", "author"));
        var (_, made, _) = await Sends(author, New, new(Written) { ["proposed"] = "true", ["note"] = "To see" }, Photos.Png());
        using var trainer = await hub.SignedIn(await hub.Person("T1", "trainer"));
        Assert.Equal(2, (await trainer.Sees(made!)).QuerySelectorAll("main svg.spots g.spot").Length);
        Assert.Equal(HttpStatusCode.Redirect, (await Forms.Post(trainer, made!, made + "?handler=Accept", [])).StatusCode);
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from quizzes_question q join quizzes_question_version v on v.id = q.current_version_id where v.kind = 'hotspot'"));
    }
}
