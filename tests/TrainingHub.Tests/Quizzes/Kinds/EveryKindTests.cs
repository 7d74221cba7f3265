using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Quizzes.Contracts;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes.Kinds;

public sealed class EveryKindTests
{
    [Theory, BothDatabases]
    public async Task Every_kind_can_be_answered_by_plain_form_posts(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var person = await hub.Person("E1");
        var attempt = await hub.Started(person, await hub.QuizOfEveryKind());
        using var browser = await hub.SignedIn(person);
        var url = $"/learn/attempts/{attempt}";
        var saved = await browser.PostAsync($"{url}?handler=Save", (await browser.Page(url)).Form("#quiz", EveryKind.RightFields, Photos.Jpeg()));
        Assert.Equal((HttpStatusCode.Redirect, $"{url}#hand-in"), (saved.StatusCode, saved.Headers.Location?.ToString()));

        var page = await browser.Page(url);
        Assert.Equal(["a-2=a", "a-2=b"], page.Values("2"));
        Assert.Equal([$"a-4-tea={EveryKind.Hot}", $"a-4-ice={EveryKind.Cold}"], page.Values("4"));
        Assert.Equal([$"a-5-{EveryKind.Wet}=1", $"a-5-{EveryKind.Soap}=2", $"a-5-{EveryKind.Rinse}=3"], page.Values("5"));
        Assert.Equal(["a-6-n=３０", "a-6-w=Towel"], page.Values("6"));
        Assert.Equal(["a-7=sink"], page.Values("7"));
        Assert.Equal(["a-8-p1=a", "a-8-p2.n=60", $"a-8-p3.{EveryKind.Before}=1", $"a-8-p3.{EveryKind.Later}=2"], page.Values("8"));
        Assert.Equal(["a-9=Dear guest,\nwe are sorry."], page.Values("9"));
        var photo = page.QuerySelector("#q-10 img")!.GetAttribute("src")!;
        Assert.StartsWith($"{url}/photos/", photo, StringComparison.Ordinal);
        Assert.Equal("image/jpeg", (await browser.GetAsync(photo)).Content.Headers.ContentType?.MediaType);

        // As it stands, a page posted again changes nothing.
        await browser.PostAsync($"{url}?handler=Save", page.Form("#quiz", []));
        Assert.Equal(10, await hub.Scalar<long>("select count(*) from quizzes_answer"));

        Assert.Equal(HttpStatusCode.Redirect, (await browser.PostAsync($"{url}?handler=Submit", page.Form("#quiz", []))).StatusCode);
        var result = await browser.Page(url);
        Assert.Contains("A trainer has to mark some of them: 2", result.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal([1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, null, null], await hub.Rows<long?>("select mark from quizzes_slot order by slot"));
        var row = await hub.Attempt(attempt);
        Assert.Equal(("finished", null, null, null), (row.State, row.GradedAt, row.Mark, row.Passed));
    }

    [Theory, BothDatabases]
    public async Task Every_kind_can_be_drawn_and_answered_by_the_API(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, person) = (await hub.QuizOfEveryKind(), await hub.Person("E1"));
        Task<T> Taking<T>(Func<IQuizTaking, Task<T>> act) => hub.As(person, s => act(s.GetRequiredService<IQuizTaking>()));
        var sheet = (await Taking(t => t.Start(person, quiz, null, null, "zh-CN", default))).Value!;
        Assert.Equal(["single", "multiple", "true-false", "matching", "ordering", "fill-in", "hotspot", "scenario", "free-text", "photo"], sheet.Questions.Select(q => q.Kind));

        var matching = sheet.Questions[3];
        Assert.Equal(["冷", "咸", "热"], matching.Options.Select(o => o.Text).Order(StringComparer.Ordinal));
        Assert.Empty(matching.Options.Select(o => o.Id).Intersect(["tea", "ice", "x"])); // by such an id one would know the left it belongs to
        Assert.Equal(["tea:茶", "ice:冰"], matching.Parts.Select(p => $"{p.Id}:{p.Text}"));
        var steps = sheet.Questions[4].Options;
        Assert.NotEqual(["湿手", "打皂", "冲洗"], steps.Select(o => o.Text));
        Assert.Empty(steps.Select(o => o.Id).Intersect(["wet", "soap", "rinse"])); // ids given by studio and imports follow the right order
        Assert.Equal(("洗手 [[n]] 秒，再用[[w]]。", 200), (sheet.Questions[5].Stem, sheet.Questions[5].Limit));
        Assert.Equal((1, "circle 70, 40, 10"), (sheet.Questions[6].Most, $"{sheet.Questions[6].Options[1].Area!.Shape} {string.Join(", ", sheet.Questions[6].Options[1].Area!.At)}"));
        Assert.Equal(["p1:single", "p2:fill-in", "p3:ordering"], sheet.Questions[7].Parts.Select(p => $"{p.Id}:{p.Kind}"));
        Assert.Equal(200, sheet.Questions[8].Limit);
        Assert.DoesNotContain("correct", JsonSerializer.Serialize(sheet), StringComparison.OrdinalIgnoreCase);

        foreach (var (slot, json) in EveryKind.Right)
        {
            var receipt = (await Taking(t => t.Answer(person, sheet.Uuid, slot, JsonSerializer.Deserialize<JsonElement>(json), 1, "app", null, null, "zh-CN", default))).Value!;
            Assert.Equal("counted", receipt.Outcome);
            Assert.Equal("counted", (await Taking(t => t.Answer(person, sheet.Uuid, slot, receipt.Stored!.Value, 2, "app", null, null, "zh-CN", default))).Value!.Outcome);
        }
        var done = (await Taking(t => t.Submit(person, sheet.Uuid, null, "zh-CN", default))).Value!;
        // What was left open needs no trainer.
        Assert.Equal(("finished", 8000, true), (done.State, done.Mark, done.Passed));
    }

    [Theory, BothDatabases]
    public async Task A_photo_is_for_its_owner_and_those_who_mark_it_and_for_no_other_question(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await hub.QuizOfEveryKind();
        var (owner, other) = (await hub.Person("E1"), await hub.Person("E2"));
        var attempt = await hub.HandedIn(owner, quiz);
        var key = await hub.Scalar<string>("select key from quizzes_photo");
        using var own = await hub.SignedIn(owner);
        using var stranger = await hub.SignedIn(other);
        using var trainer = await hub.SignedIn(await hub.Person("T1", "trainer"));
        Assert.Equal(HttpStatusCode.OK, (await own.GetAsync($"/learn/attempts/{attempt}/photos/{key}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await trainer.GetAsync($"/studio/marking/photos/{key}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await trainer.GetAsync($"/studio/photos/{key}")).StatusCode);
        foreach (var browser in new[] { stranger, trainer }) Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/learn/attempts/{attempt}/photos/{key}")).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await stranger.GetAsync($"/studio/marking/photos/{key}")).StatusCode);
        var bytes = await own.GetByteArrayAsync($"/learn/attempts/{attempt}/photos/{key}");
        Assert.DoesNotContain("GPS", System.Text.Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);

        // Somebody else can't hand it in as theirs, nor can its owner in another attempt.
        var theirs = await hub.Started(other, quiz);
        Assert.Equal("There is no such photo. Upload it again.", $"{(await hub.Answers(other, theirs, 10, $$"""{"photo": "{{key}}"}""")).Problem}");
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from quizzes_answer where attempt_id = @theirs", new { theirs }));
    }

    [Theory, BothDatabases]
    public async Task The_script_uploads_a_photo_and_is_told_its_key_or_why_not(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var person = await hub.Person("E1");
        var attempt = await hub.Started(person, await hub.QuizOfEveryKind());
        using var browser = await hub.SignedIn(person);
        var token = (await browser.Page($"/learn/attempts/{attempt}")).QuerySelector("#quiz input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        async Task<(HttpStatusCode, JsonElement)> Upload(int slot, byte[] bytes)
        {
            var answer = await browser.PostAsync($"/learn/attempts/{attempt}?handler=Photo", new MultipartFormDataContent { { new StringContent($"{slot}"), "slot" }, { new StringContent(token), "__RequestVerificationToken" }, { new ByteArrayContent(bytes), "photo", "photo.jpg" } });
            return (answer.StatusCode, JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()));
        }
        var (first, second) = (await Upload(10, Photos.Jpeg()), await Upload(10, Photos.Jpeg()));
        Assert.Equal(HttpStatusCode.OK, first.Item1);
        Assert.Equal(first.Item2.GetProperty("key").GetString(), second.Item2.GetProperty("key").GetString());
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Question 1 takes no photo."), await Said(Upload(1, Photos.Jpeg())));
        Assert.Equal((HttpStatusCode.NotFound, "This attempt has no question 99."), await Said(Upload(99, Photos.Jpeg())));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Upload(10, "<svg/>"u8.ToArray())).Item1);
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from quizzes_photo"));

        static async Task<(HttpStatusCode, string?)> Said(Task<(HttpStatusCode Status, JsonElement Body)> answer) => ((await answer).Status, (await answer).Body.GetProperty("message").GetString());
    }

    [Theory, BothDatabases]
    public async Task No_page_of_an_open_attempt_gives_the_key_away(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var person = await hub.Person("E1");
        var attempt = await hub.Started(person, await hub.QuizOfEveryKind());
        using var browser = await hub.SignedIn(person);
        var html = await browser.GetStringAsync($"/learn/attempts/{attempt}");
        foreach (var secret in new[] { "correct", "is-right", "towel", "毛巾", "Greets and apologises", "The bed is made" }) Assert.DoesNotContain(secret, html, StringComparison.OrdinalIgnoreCase);
    }
}
