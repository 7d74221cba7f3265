using Microsoft.Playwright;

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
}
