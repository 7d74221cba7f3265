using System.Text.Json;
using Microsoft.Playwright;
using TrainingHub.Tests.Testing;

namespace TrainingHub.BrowserTests;

/// <summary>What a learner does with the pages, in the learner's words; English interface.</summary>
internal sealed class Learner(TestHub hub, IPage page)
{
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

    /// <summary>Answers these questions rightly, whatever their kinds, and waits until the page says that each is saved.</summary>
    public async Task AnswersRightly(long attempt, int from, int to)
    {
        for (var slot = from; slot <= to; slot++)
        {
            var answer = await hub.AnswerTo(attempt, slot);
            await page.Locator($"[data-dot='{slot}']").ClickAsync();
            await Fills($"a-{slot}", answer);
            await Assertions.Expect(page.Locator($"#q-{slot} [data-state]")).ToHaveTextAsync("Saved");
        }
    }

    /// <param name="name">Of the question's fields: a-3, or a-3-p1 for the second question of a scenario.</param>
    private async Task Fills(string name, JsonElement answer)
    {
        string Part(string id) => name.LastIndexOf('-') > 1 ? $"{name}.{id}" : $"{name}-{id}";

        foreach (var (key, value) in answer.EnumerateObject().Select(p => (p.Name, p.Value)))
        {
            switch (key)
            {
                case "chosen":
                    foreach (var id in value.EnumerateArray()) await page.Locator($"input[name='{name}'][value='{id}']").CheckAsync();
                    break;
                case "pairs":
                    foreach (var pair in value.EnumerateObject()) await page.Locator($"select[name='{Part(pair.Name)}']").SelectOptionAsync(pair.Value.GetString()!);
                    break;
                case "blanks":
                    foreach (var blank in value.EnumerateObject()) await page.Locator($"input[name='{Part(blank.Name)}']").FillAsync(blank.Value.GetString()!);
                    break;
                case "order":
                    var place = 0;
                    foreach (var id in value.EnumerateArray()) await MovesUp(page.Locator("[data-item]", new() { Has = page.Locator($"select[name='{Part(id.GetString()!)}']") }), ++place);
                    break;
                case "parts":
                    foreach (var part in value.EnumerateObject()) await Fills(Part(part.Name), part.Value);
                    break;
                default:
                    throw new NotSupportedException($"The learner of the tests does not know how to give {key}.");
            }
        }
    }

    private static async Task MovesUp(ILocator step, int place)
    {
        while (await step.Locator(".order-number").TextContentAsync() != $"{place}")
            await step.GetByRole(AriaRole.Button, new() { NameRegex = new("^Move up") }).ClickAsync();
    }

    public async Task Submits()
    {
        await page.Locator("[data-dot]").Last.ClickAsync();
        await page.Locator("[data-submit]").ClickAsync();
        await page.Locator("dialog [data-yes]").ClickAsync();
        await Assertions.Expect(page.Locator(".result")).ToBeVisibleAsync();
    }
}
