using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TrainingHub.Tests.Testing;

namespace TrainingHub.BrowserTests;

/// <summary>The whole story, with every page that its people really use: from HR's file to a revoked certificate.</summary>
[Collection(PagesCollection.Name)]
public sealed partial class StoryTests(Chromium chromium)
{
    private const string Password = "blue lantern 7 rivers";

    [Theory, BothDatabases]
    public async Task From_the_import_of_two_hires_to_a_certificate_its_renewal_and_its_end(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database, withContent: true, withDemo: true);
        await using var desk = await chromium.Desk(hub.Url);
        var hr = await desk.NewPageAsync();
        await SignInPage.SignIn(hr, "hr@demo.example");
        await hr.GotoAsync("/?lang=en");

        await ImportsTwoHires(hub, hr);
        var zhao = await hub.Scalar<long>("select id from people_person where employee_number = 'N-101'");
        var qian = await hub.Scalar<long>("select id from people_person where employee_number = 'N-102'");

        // One is invited by mail, the other gets a slip of paper.
        await hr.GotoAsync($"/hr/people/{zhao}");
        await hr.GetByRole(AriaRole.Button, new() { Name = "Invite by mail" }).ClickAsync();
        await WorksOff(hub);
        var link = LinkIn(await NewestMail(hub, "zhao@new.example"));
        var slip = await PrintsTheSlip(hub, hr, qian);

        // Both choose a password on a phone.
        await using var zhaosPhone = await chromium.Phone(hub.Url);
        var first = await ChoosesPassword(zhaosPhone, link);
        await Assertions.Expect(first.Locator(".work")).ToHaveCountAsync(4);
        await using (var qiansPhone = await chromium.Phone(hub.Url))
        {
            var second = await ChoosesPassword(qiansPhone, slip);
            await Assertions.Expect(second.Locator(".work")).ToHaveCountAsync(4);
        }
        await first.GotoAsync(link);
        await Assertions.Expect(first.GetByLabel("New password", new() { Exact = true })).ToHaveCountAsync(0); // a link works once

        // Lessons, half of the quiz, the browser is closed, the other half.
        var learner = new Learner(hub, first);
        await learner.ReadsAllLessons("greetings");
        var attempt = await learner.StartsTheQuiz("greetings");
        await learner.AnswersRightly(attempt, 1, 5);
        await zhaosPhone.CloseAsync();

        await using var nextPhone = await chromium.Phone(hub.Url);
        var page = await nextPhone.NewPageAsync();
        await SignInPage.SignIn(page, "zhao@new.example", Password);
        await page.GotoAsync($"/learn/attempts/{attempt}?lang=en");
        await Assertions.Expect(page.Locator(".quiz-dots .is-answered")).ToHaveCountAsync(5);
        learner = new Learner(hub, page);
        await learner.AnswersRightly(attempt, 6, 10);
        await learner.Submits();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Passed");

        // The certificate, read back from its bytes.
        await page.GotoAsync("/learn/certificates");
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator("a[href$='/pdf']").First.ClickAsync());
        var pdf = Path.Combine(hub.DataFolder, "story.pdf");
        await download.SaveAsAsync(pdf);
        var number = (await hub.Scalar<string>("select number from v_certificate where person_id = @zhao", new { zhao }))!;
        var text = await Tools.Run("pdftotext", "-layout", pdf, "-");
        Assert.Contains("赵小棠", text, StringComparison.Ordinal);
        Assert.Contains("Zhao Xiaotang", text, StringComparison.Ordinal);
        Assert.Contains(number, text, StringComparison.Ordinal);

        await using var stranger = await chromium.Phone(hub.Url);
        var verify = await stranger.NewPageAsync();
        var address = await Tools.QrOf(pdf, hub.DataFolder);
        await verify.GotoAsync(address);
        await Assertions.Expect(verify.Locator("h1")).ToContainTextAsync("Valid", new() { IgnoreCase = true });
        await Assertions.Expect(verify.Locator("main")).Not.ToContainTextAsync("赵小棠");

        // The mail with the paper, and the row in HR's file.
        await WorksOff(hub);
        Assert.Contains("application/pdf", await NewestMail(hub, "zhao@new.example"), StringComparison.Ordinal);
        var csv = await HrsCsv(hr, hub);
        var row = Assert.Single(csv.Split('\n'), line => line.Contains(number, StringComparison.Ordinal));
        Assert.Contains("N-101", row, StringComparison.Ordinal);

        // Ten and a half months later the window is open.
        var expires = (await hub.Scalar<DateOnly?>("select expires_on from v_certification_period where person_id = @zhao and completed_on is not null", new { zhao }))!.Value;
        hub.Clock.MoveTo(new DateTimeOffset(expires.AddMonths(-2).AddDays(1), new TimeOnly(4, 0), TimeSpan.Zero));
        foreach (var job in new[] { "certification.renewal-windows", "certification.lifecycle" }) Assert.Equal("ok", (await hub.RunJob(job)).Outcome);
        Assert.Equal(expires, await hub.Scalar<DateOnly?>("select due_on from v_certification_period where person_id = @zhao and number = 2", new { zhao }));
        await SignInPage.SignIn(page, "zhao@new.example", Password);
        await page.GotoAsync("/?lang=en");
        await Assertions.Expect(page.Locator(".work", new() { HasText = "Greetings" })).ToContainTextAsync("Take the quiz");

        // HR revokes with a reason, and the world sees it.
        await SignInPage.SignIn(hr, "hr@demo.example");
        await hr.GotoAsync($"/hr/certificates/{number}?lang=en");
        await hr.GetByLabel("Why is it revoked?").FillAsync("The quiz was taken by somebody else.");
        await hr.GetByRole(AriaRole.Button, new() { Name = "Revoke this certificate" }).ClickAsync();
        await verify.GotoAsync(address);
        await Assertions.Expect(verify.Locator("h1")).ToContainTextAsync("Revoked", new() { IgnoreCase = true });
    }

    private static async Task ImportsTwoHires(TestHub hub, IPage hr)
    {
        var today = hub.Clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var file = Path.Combine(hub.DataFolder, "hires.csv");
        await File.WriteAllTextAsync(file, $"""
            姓名,英文名,邮箱,工号,语言,入职日期,门店
            赵小棠,Zhao Xiaotang,zhao@new.example,N-101,en,{today},RIVER
            钱多多,,,N-102,en,{today},RIVER
            """, new UTF8Encoding(true));
        await hr.GotoAsync("/hr/people/import");
        await hr.GetByLabel("CSV file").SetInputFilesAsync(file);
        await hr.GetByRole(AriaRole.Button, new() { Name = "Check the file" }).ClickAsync();
        await hr.GetByRole(AriaRole.Button, new() { Name = "Import now" }).ClickAsync();
        await WorksOff(hub);
    }

    /// <summary>What the jobs would do within a minute by themselves.</summary>
    private static async Task WorksOff(TestHub hub)
    {
        foreach (var job in new[] { "work.general", "certification.evaluate-rules", "work.general", "work.papers", "work.mail" })
            Assert.Equal("ok", (await hub.RunJob(job)).Outcome);
    }

    private static async Task<string> PrintsTheSlip(TestHub hub, IPage hr, long person)
    {
        await hr.GotoAsync($"/hr/people/{person}/slip");
        await hr.GetByRole(AriaRole.Button, new() { Name = "Make the slip" }).ClickAsync();
        var picture = Path.Combine(hub.DataFolder, "slip.png");
        await hr.Locator(".slip").First.ScreenshotAsync(new LocatorScreenshotOptions { Path = picture });
        return await Tools.QrIn(picture);
    }

    private static async Task<IPage> ChoosesPassword(IBrowserContext phone, string link)
    {
        var page = await phone.NewPageAsync();
        await page.GotoAsync(link);
        await page.GotoAsync(page.Url.Contains('?', StringComparison.Ordinal) ? page.Url + "&lang=en" : page.Url + "?lang=en");
        await page.GetByLabel("New password", new() { Exact = true }).FillAsync(Password);
        await page.GetByLabel("New password again").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and sign in" }).ClickAsync();
        await page.Leaves("/activate");
        await page.GotoAsync("/?lang=en");
        return page;
    }

    /// <summary>The newest mail to an address, decoded as far as the assertions need.</summary>
    private static async Task<string> NewestMail(TestHub hub, string address)
    {
        var folder = Path.Combine(hub.DataFolder, "mail");
        foreach (var file in Directory.GetFiles(folder, "*.eml").OrderByDescending(File.GetLastWriteTimeUtc))
        {
            var mail = await File.ReadAllTextAsync(file);
            if (mail.Contains(address, StringComparison.OrdinalIgnoreCase)) return Readable(mail);
        }
        throw new InvalidOperationException($"No mail to {address}.");
    }

    private static string Readable(string mail)
    {
        var text = new StringBuilder(mail.Replace("=\r\n", "", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal));
        foreach (Match part in Base64Block().Matches(mail))
            text.Append(Encoding.UTF8.GetString(Convert.FromBase64String(part.Value.ReplaceLineEndings(""))));
        return text.ToString();
    }

    private static string LinkIn(string mail)
    {
        var link = ActivationLink().Match(mail);
        Assert.True(link.Success, "The mail holds no link to /activate.");
        return link.Value;
    }

    private static async Task<string> HrsCsv(IPage hr, TestHub hub)
    {
        await hr.GotoAsync("/hr/records?lang=en");
        var download = await hr.RunAndWaitForDownloadAsync(() => hr.GetByRole(AriaRole.Link, new() { Name = "Download CSV" }).ClickAsync());
        var file = Path.Combine(hub.DataFolder, "records.csv");
        await download.SaveAsAsync(file);
        return await File.ReadAllTextAsync(file);
    }

    [GeneratedRegex(@"http://[^\s""<>)\]]+/activate/[A-Za-z0-9_-]+")]
    private static partial Regex ActivationLink();

    [GeneratedRegex(@"(?<=\r\n\r\n)(?:[A-Za-z0-9+/]{76}\r\n)*[A-Za-z0-9+/]{2,76}={0,2}(?=\r\n)")]
    private static partial Regex Base64Block();
}
