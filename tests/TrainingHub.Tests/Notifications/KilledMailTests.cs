using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Notifications;

public sealed class KilledMailTests
{
    /// <summary>The process is killed when the mail server has the mail and has not yet said so: the next start can't know.</summary>
    [Fact]
    public async Task A_mail_whose_process_was_killed_between_handing_over_and_sent_goes_out_again_and_is_counted_as_uncertain()
    {
        await using var peer = await MailPeer.Start("dot=hang", times: 1);
        using var process = new HubProcess();
        var port = PostgresCluster.FreePort();
        var serving = await process.Serve(port, peer.Settings());
        using var visitor = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await Forms.Post(visitor, "/forgot", "/forgot", new() { ["email"] = "hire@demo.example" });
        while ((await peer.Report()).Mails == 0) await Task.Delay(20);
        serving.Kill();
        await serving.WaitForExitAsync();

        var clock = new TestClock();
        clock.Advance(TimeSpan.FromMinutes(10)); // the lease of the dead process runs out
        await using var hub = await TestHub.StartOn(process.DataFolder, TestDatabase.Sqlite, null, clock, settings: [.. peer.Settings().Select(s => "TrainingHub:" + s)]);
        Assert.Equal(["sending 0"], await hub.Rows<string>("select state || ' ' || uncertain from notifications_notice where kind = 'password-reset'"));
        await hub.RunJob("work.mail");
        Assert.Equal(["sent 1"], await hub.Rows<string>("select state || ' ' || uncertain from notifications_notice where kind = 'password-reset'"));
        var copies = (await peer.Report()).Received.Where(m => m.To.Contains("hire@demo.example")).ToList();
        Assert.Equal(2, copies.Count);
        Assert.Equal(copies[0].MessageId, copies[1].MessageId);
    }
}
