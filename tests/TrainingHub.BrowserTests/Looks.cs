using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace TrainingHub.BrowserTests;

/// <summary>What a machine can tell of a page's looks: that nothing is wider than the screen, and that axe finds nothing. The rest is for people, with a picture.</summary>
internal static class Looks
{
    public static async Task LooksGood(this IPage page, string name)
    {
        await Pictures.Take(page, name);
        var complaints = await page.Complaints();
        Assert.True(complaints.Count == 0, $"{name}: {string.Join('\n', complaints)}");
    }

    public static async Task<IReadOnlyList<string>> Complaints(this IPage page)
    {
        var overflow = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        var axe = await page.RunAxe();
        return
        [
            .. overflow > 0 ? [$"{page.Url} is {overflow} px wider than the screen."] : Array.Empty<string>(),
            .. axe.Violations.Select(v => $"{page.Url}: {v.Id} ({v.Impact}): {v.Help} at {string.Join("; ", v.Nodes.Take(3).Select(n => n.Target.ToString() + " " + n.Html))}"),
        ];
    }
}
