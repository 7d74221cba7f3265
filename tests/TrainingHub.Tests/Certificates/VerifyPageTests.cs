using System.Net;
using System.Text.RegularExpressions;
using TrainingHub.Modules.Certificates.Verification;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Certificates;

public sealed partial class VerifyPageTests
{
    private static async Task<(HttpStatusCode Status, string Text)> Look(TestHub hub, string code)
    {
        using var visitor = hub.Visitor();
        using var response = await visitor.GetAsync($"/verify/{code}?lang=en");
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal("noindex, nofollow", response.Headers.GetValues("X-Robots-Tag").Single());
        return (response.StatusCode, WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()));
    }

    private static async Task<string> Code(TestHub hub, string number) => await hub.Scalar<string>("select code from certificates_certificate where number = @number", new { number }) ?? "";

    [Theory, BothDatabases]
    public async Task Whoever_holds_the_code_sees_the_state_and_a_masked_name(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var person = await hub.Person("E1");
        await hub.Execute("update people_person set name = 'Anna Müller', latin_name = null where id = @person", new { person });
        var number = await hub.Certificate(person, await hub.Program());
        var (status, page) = await Look(hub, await Code(hub, number));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("This certificate is valid until 14 March 2099.", page, StringComparison.Ordinal);
        Assert.Contains("Anna M.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Müller", page, StringComparison.Ordinal);
        Assert.Contains("Grooming certification", page, StringComparison.Ordinal);
        Assert.Contains(number, page, StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task Expired_revoked_and_superseded_say_so(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var program = await hub.Program();
        var today = DateOnly.FromDateTime(hub.Clock.GetUtcNow().UtcDateTime);
        // In grace at the employer's, expired to the outside.
        var expired = await hub.Certificate(await hub.Person("E1"), program, today.AddDays(-3));
        Assert.Contains(">Expired<", (await Look(hub, await Code(hub, expired))).Text, StringComparison.Ordinal);

        var period = await hub.Period(await hub.Person("E2"), program);
        var revoked = await hub.Certify(period);
        await hub.End(period, "revoked", "Somebody else sat the quiz");
        var page = (await Look(hub, await Code(hub, revoked))).Text;
        Assert.Contains(">Revoked<", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Somebody else", page, StringComparison.Ordinal);

        var renewed = await hub.Period(await hub.Person("E3"), program);
        var superseded = await hub.Certify(renewed);
        await hub.End(renewed, "renewed");
        Assert.Contains(">Superseded<", (await Look(hub, await Code(hub, superseded))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_code_gets_the_same_page_with_nothing_on_it()
    {
        await using var hub = await TestHub.Start();
        var (status, page) = await Look(hub, "7f3a91c2k8m0q4t6v9x2b5d7e1");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("No such certificate", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_typed_from_paper_is_understood()
    {
        await using var hub = await TestHub.Start();
        var code = await Code(hub, await hub.Certificate(await hub.Person("E1"), await hub.Program()));
        var typed = string.Join(' ', code.ToUpperInvariant().Replace('0', 'O').Replace('1', 'I').Chunk(4).Select(c => new string(c)));
        using var visitor = hub.Visitor();
        using var response = await visitor.GetAsync($"/verify?code={Uri.EscapeDataString(typed)}");
        using var page = await visitor.GetAsync(response.Headers.Location);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task The_page_speaks_the_browsers_language()
    {
        await using var hub = await TestHub.Start();
        var code = await Code(hub, await hub.Certificate(await hub.Person("E1"), await hub.Program()));
        using var visitor = hub.Visitor();
        visitor.DefaultRequestHeaders.AcceptLanguage.ParseAdd("zh-CN,zh;q=0.9,en;q=0.5");
        var page = WebUtility.HtmlDecode(await visitor.GetStringAsync($"/verify/{code}"));
        Assert.True(page.Contains("此证书有效，有效期至 2099年3月14日。", StringComparison.Ordinal), page);
    }

    [GeneratedRegex("__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    private static async Task<HttpResponseMessage> Ask(HttpClient visitor, string serial, string holder)
    {
        var token = Token().Match(await visitor.GetStringAsync("/verify?lang=en")).Groups[1].Value;
        return await visitor.PostAsync("/verify", new FormUrlEncodedContent(new Dictionary<string, string> { ["Serial"] = serial, ["Holder"] = holder, ["__RequestVerificationToken"] = token }));
    }

    [Fact]
    public async Task Serial_and_name_together_lead_there_and_one_of_them_tells_nothing()
    {
        await using var hub = await TestHub.Start();
        var person = await hub.Person("E1");
        await hub.Execute("update people_person set name = '李伟', latin_name = 'Li Wei' where id = @person", new { person });
        var number = await hub.Certificate(person, await hub.Program());
        using var visitor = hub.Visitor();
        foreach (var (serial, holder) in new[] { (number, "李伟"), ($" {number.ToLowerInvariant()} ", "li  WEI") })
        {
            using var right = await Ask(visitor, serial, holder);
            Assert.Equal($"/verify/{await Code(hub, number)}", right.Headers.Location?.ToString());
        }
        var answers = new List<string>();
        foreach (var (serial, holder) in new[] { (number, "李"), ("GROO-2025-999999", "李伟") })
        {
            using var wrong = await Ask(visitor, serial, holder);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
            var page = WebUtility.HtmlDecode(Token().Replace(await wrong.Content.ReadAsStringAsync(), ""));
            answers.Add(page.Replace($"\"{holder}\"", "", StringComparison.Ordinal).Replace($"\"{serial}\"", "", StringComparison.Ordinal));
        }
        Assert.Equal(answers[0], answers[1]);
    }

    [Fact]
    public async Task Nobody_can_try_names_in_bulk()
    {
        await using var hub = await TestHub.Start();
        using var visitor = hub.Visitor();
        for (var i = 0; i < VerifyThrottle.TriesPerMinute; i++)
        {
            using var allowed = await Ask(visitor, "GROO-2026-000001", $"李{i}");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, allowed.StatusCode);
        }
        using var refused = await Ask(visitor, "GROO-2026-000001", "李伟");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
    }
}
