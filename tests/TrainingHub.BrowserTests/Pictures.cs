using Microsoft.Playwright;

namespace TrainingHub.BrowserTests;

/// <summary>
/// Pictures of pages, for people to look at. They go to the folder that the environment variable SCREENSHOTS names
/// (docs/screenshots/make.sh sets it); without it none is taken.
/// </summary>
internal static class Pictures
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("SCREENSHOTS");

    public static async Task Take(IPage page, string name)
    {
        if (string.IsNullOrEmpty(Folder)) return;
        Directory.CreateDirectory(Folder);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Folder, name + ".png"), FullPage = false });
    }
}
