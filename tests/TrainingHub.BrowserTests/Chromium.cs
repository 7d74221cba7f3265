using Microsoft.Playwright;

namespace TrainingHub.BrowserTests;

/// <summary>A headless Chromium for each of the two collections of tests, which run side by side; Debian's, so that nothing is downloaded.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Flags =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        // Two browsers and two hubs share two cores: what comes late is no fault.
        Assertions.SetDefaultExpectTimeout(20_000);
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Headless = true, Args = Flags });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.CloseAsync();
        playwright?.Dispose();
    }

    /// <summary>A phone of 390 × 844 points.</summary>
    public Task<IBrowserContext> Phone(Uri hub, string language = "en", bool dark = false) => Context(hub, language, 390, 844, dark, isMobile: true);

    /// <summary>A desk screen of 1280 × 800.</summary>
    public Task<IBrowserContext> Desk(Uri hub, string language = "en", bool dark = false) => Context(hub, language, 1280, 800, dark, isMobile: false);

    private Task<IBrowserContext> Context(Uri hub, string language, int width, int height, bool dark, bool isMobile) => browser!.NewContextAsync(new BrowserNewContextOptions
    {
        BaseURL = hub.ToString(),
        Locale = language,
        ViewportSize = new ViewportSize { Width = width, Height = height },
        IsMobile = isMobile,
        HasTouch = isMobile,
        ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
        ReducedMotion = ReducedMotion.Reduce,
        AcceptDownloads = true,
    });
}

[CollectionDefinition(Name)]
public sealed class PagesCollection : ICollectionFixture<Chromium>
{
    public const string Name = "pages";
}

[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<Chromium>
{
    public const string Name = "browser";
}
