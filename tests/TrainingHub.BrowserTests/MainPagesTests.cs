using Microsoft.Playwright;
using TrainingHub.Tests.Testing;

namespace TrainingHub.BrowserTests;

/// <summary>Every page that each demo account can open from its menu, on a phone and a desk screen, in both languages: accessible, nothing sticks out, no error in the console.</summary>
[Collection(PagesCollection.Name)]
public sealed class MainPagesTests(Chromium chromium)
{
    [Theory]
    [InlineData("hire", "zh-CN", true)]
    [InlineData("hire", "en", false)]
    [InlineData("trainer", "zh-CN", false)]
    [InlineData("trainer", "en", true)]
    [InlineData("hr", "en", false)]
    [InlineData("hr", "zh-CN", true)]
    [InlineData("manager", "zh-CN", true)]
    [InlineData("auditor", "en", false)]
    [InlineData("admin", "zh-CN", false)]
    [InlineData("admin", "en", true)]
    public async Task Each_page_of_the_menu_is_accessible_fits_the_screen_and_reports_no_error(string account, string language, bool onPhone)
    {
        await using var hub = await TestHub.Start(withContent: true, withDemo: true);
        foreach (var job in new[] { "work.general", "certification.evaluate-rules", "work.general", "work.mail" }) await hub.RunJob(job);
        await using var context = onPhone ? await chromium.Phone(hub.Url, language, dark: account == "admin") : await chromium.Desk(hub.Url, language);
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, m) => { if (m.Type is "error" or "warning") complaints.Add($"{page.Url}: {m.Text}"); };
        page.PageError += (_, e) => complaints.Add($"{page.Url}: {e}");
        page.Response += (_, r) => { if (r.Status >= 400) complaints.Add($"{r.Status} {r.Url}"); };

        await page.GotoAsync("/login");
        await Look(page, $"login-{language}-{(onPhone ? "phone" : "desk")}", account == "hire", complaints);
        await SignInPage.SignIn(page, account + "@demo.example");
        await page.GotoAsync($"/?lang={language}");
        var urls = await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('.menu-panel a, .side a')].map(a => a.getAttribute('href'))");
        Assert.True(urls.Length >= 3, "The menu is all but empty.");
        var linked = new Dictionary<string, string>();
        foreach (var url in urls.Distinct())
        {
            await page.GotoAsync(url);
            await Look(page, $"{account}{(url == "/" ? "-today" : url.Replace('/', '-'))}-{language}-{(onPhone ? "phone" : "desk")}", IsPictured(account, language, url), complaints);
            foreach (var link in await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('main a[href^=\"/\"]')].map(a => a.getAttribute('href'))"))
                if (!link.Contains('?') && !link.Contains('.') && !link.EndsWith("/pdf", StringComparison.Ordinal)) linked.TryAdd(KindOf(link), link);
        }
        // One page of each kind that these lead to: somebody's record, a lesson, a certificate, a job.
        foreach (var url in linked.Values.Except(urls))
        {
            await page.GotoAsync(url);
            await Look(page, "", keep: false, complaints);
        }
        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
    }

    /// <summary>The address without what tells one thing from another of its kind: its third part, and which lesson of a course.</summary>
    private static string KindOf(string link)
    {
        var parts = link.Split('#')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        return string.Join('/', parts.Select((part, i) => i == 2 || (i == 3 && parts[1] == "courses") || long.TryParse(part, out _) ? "*" : part));
    }

    // One picture of each page is enough: of the account that works with it, and the front page of the new hire in both languages.
    private static bool IsPictured(string account, string language, string url) => account switch
    {
        "hire" => language == "zh-CN" || url == "/",
        "trainer" => language == "zh-CN" && url.StartsWith("/studio", StringComparison.Ordinal),
        "hr" => language == "en" && (url == "/" || url.StartsWith("/hr", StringComparison.Ordinal)),
        "manager" => url.StartsWith("/team", StringComparison.Ordinal),
        "admin" => language == "zh-CN" && url.StartsWith("/admin", StringComparison.Ordinal) && url is not ("/admin/settings" or "/admin/backups"), // they show folders of the machine they run on
        _ => false,
    };

    private static async Task Look(IPage page, string name, bool keep, List<string> complaints)
    {
        if (keep) await Pictures.Take(page, name);
        complaints.AddRange(await page.Complaints());
    }
}
