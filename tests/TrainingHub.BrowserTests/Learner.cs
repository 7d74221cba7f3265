using System.Text.Json;
using Microsoft.Playwright;
using TrainingHub.Tests.Testing;

namespace TrainingHub.BrowserTests;

/// <summary>What a learner does with the pages, in the learner's words; English interface.</summary>
internal sealed class Learner(TestHub hub, IPage page)
{
    private sealed record Slot(int Number, string Body);

    public IPage Page => page;

    public async Task ReadsAllLessons(string course)
    {
        await page.GotoAsync($"/learn/courses/{course}");
        var lessons = await page.Locator($"main a[href^='/learn/courses/{course}/']").EvaluateAllAsync<string[]>("links => [...new Set(links.map(a => a.getAttribute('href')))]");
        Assert.True(lessons.Length >= 5, $"{course} shows {lessons.Length} lessons.");
        foreach (var lesson in lessons)
        {
            await page.GotoAsync(lesson);
            var read = page.GetByRole(AriaRole.Button, new() { Name = "I have read this" });
            if (await read.CountAsync() > 0) await read.ClickAsync();
        }
    }

    /// <summary>Starts the course's quiz; the attempt's id.</summary>
    public async Task<long> StartsTheQuiz(string course)
    {
        var quiz = await hub.Scalar<long>("select id from v_quiz where slug = @course", new { course });
        await page.GotoAsync($"/learn/quizzes/{quiz}");
        await page.Locator("main button[type=submit]").First.ClickAsync();
        await page.ArrivesAt("/learn/attempts/");
        return long.Parse(new Uri(page.Url).Segments[^1], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Chooses the right options of these questions, and waits until the page says that they are saved.</summary>
    public async Task AnswersRightly(long attempt, int from, int to)
    {
        var slots = await hub.Rows<Slot>(
            "select s.slot as number, v.body from quizzes_slot s join quizzes_question_version v on v.id = s.question_version_id where s.attempt_id = @attempt and s.slot between @from and @to order by s.slot",
            new { attempt, from, to });
        foreach (var slot in slots)
        {
            await page.Locator($"[data-dot='{slot.Number}']").ClickAsync();
            using var body = JsonDocument.Parse(slot.Body);
            foreach (var option in body.RootElement.GetProperty("content").GetProperty("options").EnumerateArray().Where(o => o.GetProperty("correct").GetBoolean()))
                await page.Locator($"input[name='a-{slot.Number}'][value='{option.GetProperty("id").GetString()}']").CheckAsync();
            await Assertions.Expect(page.Locator($"#q-{slot.Number} [data-state]")).ToHaveTextAsync("Saved");
        }
    }

    public async Task Submits()
    {
        await page.Locator("[data-dot]").Last.ClickAsync();
        await page.Locator("[data-submit]").ClickAsync();
        await page.Locator("dialog [data-yes]").ClickAsync();
        await Assertions.Expect(page.Locator(".result")).ToBeVisibleAsync();
    }
}
