using System.Net;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Platform.Faults;

public sealed class DatabaseStoppedTests
{
    [Fact]
    public async Task The_site_outlives_its_database_and_every_acknowledged_answer_is_there()
    {
        var server = await PostgresCluster.Own();
        using var hub = new HubProcess();
        string[] settings = ["Database:Provider=postgres", $"Database:ConnectionString={server.ConnectionString("postgres")};Timeout=5"];
        var port = PostgresCluster.FreePort();
        var token = await Answering.Token(hub, settings);
        var process = await hub.Serve(port, settings);
        await Ready.Until(port, "");
        using var answering = await Answering.Begin(port, token, pause: 2);
        for (var round = 0; round < 2; round++)
        {
            var before = answering.Acknowledged;
            await answering.Until(a => a.Acknowledged > before + 50, "answers are taken");
            await server.Stop();
            var refused = answering.Unavailable;
            await answering.Until(a => a.Unavailable > refused + 10, "answers are refused");
            await Ready.Until(port, "database: The database does not answer.");
            await Page(port);
            await server.Go();
            await answering.UntilItGoesOn();
            await Ready.Until(port, "");
        }
        await answering.AllIsThere();
        Assert.Equal(0, answering.Away); // the process itself was there all the time
        Assert.False(process.HasExited);
        var jobs = await hub.Verb(settings, ["jobs", "run", "platform.housekeeping"]);
        Assert.True(jobs.Code == 0, jobs.Error);
        await server.Stop();
    }

    /// <summary>Also who is signed in gets a finished page, though nobody can be asked who it is.</summary>
    private static async Task Page(int port)
    {
        using var browser = new HttpClient(new HttpClientHandler { UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/verify/ABCDEFGH?lang=zh-CN");
        request.Headers.Add("Cookie", "lang=zh-CN");
        using var answer = await browser.SendAsync(request);
        var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Contains("数据库没有响应", text, StringComparison.Ordinal);
        Assert.Contains("<footer", text, StringComparison.Ordinal);
    }
}
