using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace TrainingHub.BrowserTests;

/// <summary>
/// Waiting for another page, by asking for the address again and again. Playwright's own waiting for an address also waits for the new page's load event,
/// and on a busy machine it was seen to miss one that came at the very moment it began to listen.
/// </summary>
internal static class Navigation
{
    private static readonly PageAssertionsToHaveURLOptions Patient = new() { Timeout = 30_000 };

    public static Task ArrivesAt(this IPage page, string path) => Assertions.Expect(page).ToHaveURLAsync(new Regex(Regex.Escape(path)), Patient);

    public static Task Leaves(this IPage page, string path) => Assertions.Expect(page).Not.ToHaveURLAsync(new Regex(Regex.Escape(path)), Patient);
}
