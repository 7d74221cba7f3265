using Microsoft.Playwright;
using TrainingHub.Tests.Testing;

namespace TrainingHub.BrowserTests;

/// <summary>What a course has for the floor, on paper and on the screen.</summary>
[Collection(BrowserCollection.Name)]
public sealed class FloorTests(Chromium chromium)
{
    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task Every_job_aid_and_every_checklist_prints_on_one_A4_page(string language)
    {
        await using var hub = await TestHub.Start(withContent: true);
        await using var context = await chromium.Desk(hub.Url, language, dark: true);
        var page = await context.SignedIn(hub, await hub.Person("E1"), language);
        var folder = Directory.CreateTempSubdirectory().FullName;
        var sheets = await hub.Rows<string>(
            """
            select '/learn/courses/' || c.slug || '/job-aid' from v_course c
            union all select '/learn/courses/' || c.slug || '/checklists/' || k.code from v_course c join courses_checklist k on k.version_id = c.version_id
            """);
        Assert.True(sheets.Count >= 13, $"Six modules have a job aid each and seven checklists, but these are all: {string.Join(", ", sheets)}");
        var wrong = new List<string>();
        foreach (var sheet in sheets)
        {
            var answer = await page.GotoAsync(sheet);
            var pdf = Path.Combine(folder, $"{sheet.Replace('/', '_')}.{language}.pdf");
            await page.PdfAsync(new PagePdfOptions { Path = pdf, PreferCSSPageSize = true, PrintBackground = true });
            var info = await Tools.Run("pdfinfo", pdf);
            if (answer!.Status != 200 || !info.Contains("(A4)", StringComparison.Ordinal) || !System.Text.RegularExpressions.Regex.IsMatch(info, @"Pages:\s+1\n")) wrong.Add($"{sheet} answered {answer.Status} and prints as\n{info}");
        }
        Directory.Delete(folder, recursive: true);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("zh-CN", true, false)]
    [InlineData("en", true, true)]
    [InlineData("zh-CN", false, true)]
    [InlineData("en", false, false)]
    public async Task The_pages_for_the_floor_look_good(string language, bool onPhone, bool dark)
    {
        await using var hub = await TestHub.Start(withContent: true);
        await using var context = onPhone ? await chromium.Phone(hub.Url, language, dark) : await chromium.Desk(hub.Url, language, dark);
        var page = await context.SignedIn(hub, await hub.Person("E1"), language);
        foreach (var (url, name) in new[]
        {
            ("/learn", "learn"), ("/learn/courses/greetings", "course"), ("/learn/glossary", "glossary"), ("/learn/glossary#5s-sort", "term"), ("/learn/glossary?q=zzz", "glossary-none"),
            ("/learn/courses/greetings/dialogues", "dialogues"), ("/learn/courses/greetings/dialogues/waiting", "dialogue"), ("/learn/courses/greetings/job-aid", "job-aid-greetings"),
            ("/learn/courses/grooming/job-aid", "job-aid"), ("/learn/courses/grooming/checklists/grooming-before-shift", "checklist"), ("/learn/courses/5s/checklists/5s-audit", "audit"),
            ("/learn/courses/5s/why-5s", "lesson-with-terms"),
        })
        {
            await page.GotoAsync(url);
            await page.LooksGood($"floor-{name}-{language}-{(onPhone ? "phone" : "desk")}");
        }
    }

    [Fact]
    public async Task A_turn_is_looked_at_after_it_was_tried()
    {
        await using var hub = await TestHub.Start(withContent: true);
        await using var context = await chromium.Phone(hub.Url);
        var page = await context.SignedIn(hub, await hub.Person("E1"), "en");
        await page.GotoAsync("/learn/courses/greetings/dialogues/waiting");
        var say = page.GetByText("Certainly. One moment, please, I'll check the stockroom.");
        await Assertions.Expect(say).ToBeHiddenAsync();
        await page.Locator(".turn summary").First.ClickAsync();
        await Assertions.Expect(say).ToBeVisibleAsync();
        await page.LooksGood("floor-dialogue-opened-en-phone");
        await page.GetByRole(AriaRole.Link, new() { Name = "I am the guest" }).ClickAsync();
        await Assertions.Expect(say).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Do you have these one size up?")).ToBeHiddenAsync();
    }
}
