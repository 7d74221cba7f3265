using System.Net;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Platform.Faults;

public sealed class DiskFullTests
{
    [Fact]
    public async Task On_a_full_disk_answers_are_refused_with_a_word_and_taken_again_as_soon_as_there_is_room()
    {
        using var hub = new HubProcess();
        using var disk = new SmallDisk(Path.Combine(hub.Folder, "disk"), megabytes: 160);
        var setting = $"DataFolder={Path.Combine(disk.Folder, "data")}";
        var port = PostgresCluster.FreePort();
        var token = await Answering.Token(hub, setting);
        var process = await hub.Serve(port, setting);
        await Ready.Until(port, "");
        using var answering = await Answering.Begin(port, token);
        await answering.Until(a => a.Acknowledged > 50, "the first answers are taken");

        disk.Fill();
        await answering.Until(a => a.Unavailable > 10, "answers are refused");
        await Ready.Until(port, "disk: Only 0 MB are free");
        await Page(port, "en", HttpStatusCode.ServiceUnavailable, "disk is full");
        await Page(port, "zh-CN", HttpStatusCode.ServiceUnavailable, "磁盘已满");
        var backup = await hub.Verb([setting], ["backup", Path.Combine(disk.Folder, "no-room.backup")]);
        Assert.Equal(1, backup.Code);
        Assert.Contains("could not be written", backup.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(disk.Folder), f => f.Contains("no-room", StringComparison.Ordinal));

        disk.Free();
        await answering.UntilItGoesOn();
        await Ready.Until(port, "");
        await answering.AllIsThere();
        Assert.False(process.HasExited);
        Assert.Equal(0, (await hub.Verb([setting], ["backup", Path.Combine(hub.Folder, "after.backup")])).Code); // looks through the whole database
    }

    /// <summary>Signing in writes, so it can't be done now; the visitor gets a finished page in the chosen language.</summary>
    private static async Task Page(int port, string language, HttpStatusCode expected, string words)
    {
        using var browser = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var (status, text) = (HttpStatusCode.OK, "");
        for (var i = 0; i < 50 && status != expected; i++)
        {
            var answer = await Forms.Post(browser, $"/login?lang={language}", $"/login?lang={language}", new() { ["Name"] = "admin@demo.example", ["Password"] = "wrong on purpose" });
            (status, text) = (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
        }
        Assert.Equal(expected, status);
        Assert.Contains(words, text, StringComparison.Ordinal);
        Assert.Contains("<footer", text, StringComparison.Ordinal);
    }
}
