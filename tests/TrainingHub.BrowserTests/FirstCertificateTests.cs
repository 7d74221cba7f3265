using Microsoft.Playwright;
using TrainingHub.Tests.Testing;

namespace TrainingHub.BrowserTests;

/// <summary>The main job at its shortest: a hire signs in, reads, passes, downloads, and a stranger verifies.</summary>
[Collection(PagesCollection.Name)]
public sealed class FirstCertificateTests(Chromium chromium)
{
    [Theory, BothDatabases]
    public async Task A_hire_reads_takes_the_quiz_with_the_browser_closed_halfway_and_holds_a_certificate_anybody_can_verify(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database, withContent: true, withDemo: true);
        foreach (var job in new[] { "work.general", "certification.evaluate-rules" }) await hub.RunJob(job);

        long attempt;
        await using (var phone = await chromium.Phone(hub.Url))
        {
            var page = await phone.NewPageAsync();
            await SignInPage.SignIn(page, "hire@demo.example");
            await page.GotoAsync("/?lang=en");
            await Assertions.Expect(page.Locator(".work")).ToHaveCountAsync(4);
            await Assertions.Expect(page.Locator(".work").First).ToContainTextAsync("Due in");

            var hire = new Learner(hub, page);
            await page.GotoAsync("/learn/courses/grooming/face-and-hair");
            await Pictures.Take(page, "lesson-en-phone");
            await hire.ReadsAllLessons("grooming");
            attempt = await hire.StartsTheQuiz("grooming");
            await hire.AnswersRightly(attempt, 1, 5);
            await Pictures.Take(page, "quiz-en-phone");
        } // the browser is closed in the middle

        await using var again = await chromium.Phone(hub.Url);
        var tab = await again.NewPageAsync();
        await SignInPage.SignIn(tab, "hire@demo.example");
        await tab.GotoAsync($"/learn/attempts/{attempt}?lang=en");
        await Assertions.Expect(tab.Locator(".quiz-dots .is-answered")).ToHaveCountAsync(5);
        var back = new Learner(hub, tab);
        await back.AnswersRightly(attempt, 6, 10);
        await back.Submits();
        await Assertions.Expect(tab.Locator("h1")).ToHaveTextAsync("Passed");

        await Pictures.Take(tab, "result-en-phone");

        await tab.GotoAsync("/learn/certificates");
        await Pictures.Take(tab, "certificates-en-phone");
        var download = await tab.RunAndWaitForDownloadAsync(() => tab.Locator("a[href$='/pdf']").First.ClickAsync());
        var pdf = Path.Combine(hub.DataFolder, "certificate.pdf");
        await download.SaveAsAsync(pdf);

        var number = await hub.Scalar<string>("select number from v_certificate");
        var name = await hub.Scalar<string>("select name from people_person where email = 'hire@demo.example'");
        var text = await Tools.Run("pdftotext", "-layout", pdf, "-");
        Assert.Contains(number!, text, StringComparison.Ordinal);
        Assert.Contains(name!, text, StringComparison.Ordinal);

        await using var stranger = await chromium.Desk(hub.Url);
        var verify = await stranger.NewPageAsync();
        await verify.GotoAsync(await Tools.QrOf(pdf, hub.DataFolder));
        await Assertions.Expect(verify.Locator("main")).ToContainTextAsync("Valid");
        await Pictures.Take(verify, "verify-en-desk");
        await Assertions.Expect(verify.Locator("main")).Not.ToContainTextAsync(name!);
    }
}
