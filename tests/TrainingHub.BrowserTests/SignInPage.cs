using Microsoft.Playwright;
using TrainingHub.Tests.Testing;

namespace TrainingHub.BrowserTests;

/// <summary>The sign-in page as a person uses it.</summary>
internal static class SignInPage
{
    public static async Task SignIn(IPage page, string name, string password = "Training-Hub-1")
    {
        await page.GotoAsync("/login");
        await page.Locator("input[type=text], input[type=email], input[autocomplete=username]").First.FillAsync(name);
        await page.Locator("input[type=password]").First.FillAsync(password);
        await page.Locator("main button[type=submit]").First.ClickAsync();
        await page.Leaves("/login");
    }

    /// <summary>Without the page, by the cookie that it would give.</summary>
    public static async Task SignIn(this IBrowserContext context, TestHub hub, long person) =>
        await context.AddCookiesAsync([new Cookie { Name = "traininghub", Value = await hub.SignInCookie(person), Url = hub.Url.ToString() }]);

    /// <summary>A page of somebody who is signed in and reads this language.</summary>
    public static async Task<IPage> SignedIn(this IBrowserContext context, TestHub hub, long person, string language)
    {
        await context.SignIn(hub, person);
        await context.AddCookiesAsync([new Cookie { Name = "lang", Value = language, Url = hub.Url.ToString() }]);
        return await context.NewPageAsync();
    }
}
