using Microsoft.Playwright;
using TrainingHub.Tests.Testing;

namespace TrainingHub.BrowserTests;

[Collection(PagesCollection.Name)]
public sealed class WeightTests(Chromium chromium)
{
    /// <summary>A hire on a slow line between two tasks: with an empty cache, the first lesson is small.</summary>
    [Theory]
    [InlineData("grooming")]
    [InlineData("greetings")]
    [InlineData("5s")]
    public async Task The_first_view_of_any_lesson_costs_at_most_150_KB_and_8_requests(string course)
    {
        await using var hub = await TestHub.Start(withContent: true, withDemo: true);
        await using var signedIn = await chromium.Phone(hub.Url);
        await SignInPage.SignIn(await signedIn.NewPageAsync(), "hire@demo.example");
        foreach (var lesson in await hub.Rows<string>("select l.slug from v_course_lesson l join v_course c on c.version_id = l.version_id where c.slug = @course", new { course }))
        {
            // A context of its own has a cache of its own.
            await using var fresh = await chromium.Phone(hub.Url);
            await fresh.AddCookiesAsync((await signedIn.CookiesAsync()).Select(c => new Cookie { Name = c.Name, Value = c.Value, Domain = c.Domain, Path = c.Path }));
            var page = await fresh.NewPageAsync();
            var finished = new List<IRequest>();
            page.RequestFinished += (_, request) => finished.Add(request);
            await page.GotoAsync($"/learn/courses/{course}/{lesson}", new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });
            await page.EvaluateAsync("() => window.scrollTo(0, document.body.scrollHeight)"); // pictures that wait to be seen count too
            await page.WaitForFunctionAsync("() => [...document.images].every(i => i.complete)");
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            var bytes = 0;
            foreach (var request in finished.ToList()) // a late one may still come in
            {
                var sizes = await request.SizesAsync();
                bytes += sizes.ResponseBodySize + sizes.ResponseHeadersSize;
            }
            Assert.True(finished.Count <= 8, $"{lesson}: {finished.Count} requests: {string.Join(", ", finished.Select(r => r.Url))}");
            Assert.InRange(bytes, 10_000, 150_000);
        }
    }
}
