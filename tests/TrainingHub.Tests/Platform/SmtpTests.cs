using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TrainingHub.Modules.Platform.Mail;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Platform;

/// <summary>The transport against a real mail server. What becomes of a notice at each fault stands in MailFaultTests.</summary>
public sealed class SmtpTests
{
    private static readonly MailMessage Mail = new("id1@hub.test", "hub@test.example", "培训中心", "ann@test.example", "王小美", "恭喜您通过“仪容仪表”认证，请查收随信附上的证书与学习记录", ".starts with a dot\nend", "<p>.</p>",
        [new MailAttachment("证书.pdf", "application/pdf", [1, 2, 3])]);

    private static Task<TestHub> Hub(MailPeer peer, SmtpLimits? limits = null, string security = "none", bool trusting = true, bool signingIn = false) => TestHub.Start(
        settings: [.. peer.Settings(security, trusting, signingIn).Select(s => "TrainingHub:" + s)],
        services: s => s.Replace(ServiceDescriptor.Singleton(limits ?? new SmtpLimits())));

    private static Task Send(TestHub hub, int number = 1) => hub.Services.GetRequiredService<IMailTransport>().Send(Mail with { MessageId = $"id{number}@hub.test" }, default);

    [Theory]
    [InlineData("none", null)]
    [InlineData("none", "PLAIN,LOGIN")]
    [InlineData("none", "LOGIN")]
    [InlineData("starttls", null)]
    [InlineData("starttls", "PLAIN")]
    [InlineData("starttls", "LOGIN")]
    [InlineData("tls", null)]
    [InlineData("tls", "PLAIN,LOGIN")]
    public async Task A_mail_arrives_as_it_was_written_encrypted_and_signed_in_as_set(string security, string? auth)
    {
        await using var peer = await MailPeer.Start(security: security, auth: auth);
        await using (var hub = await Hub(peer, security: security, signingIn: auth is not null)) await Send(hub);
        var report = await peer.Report();
        var mail = Assert.Single(report.Received);
        Assert.Equal(security != "none", mail.IsSecure);
        Assert.Equal(auth is null ? null : "hub", mail.User);
        Assert.Equal("<id1@hub.test>", mail.MessageId);
        Assert.Equal(Mail.Subject, mail.Subject);
        Assert.Equal("培训中心 <hub@test.example>", mail.FromText.Replace("\"", "", StringComparison.Ordinal));
        Assert.Equal("王小美 <ann@test.example>", mail.ToText.Replace("\"", "", StringComparison.Ordinal));
        Assert.Equal(".starts with a dot\nend", mail.Text.TrimEnd());
        Assert.Equal("<p>.</p>", mail.Html.TrimEnd());
        var file = Assert.Single(mail.Attachments);
        Assert.Equal(("证书.pdf", "application/pdf"), (file.FileName, file.ContentType));
        Assert.Equal([1, 2, 3], file.Content);
        Assert.Equal("QUIT", report.Heard[^1]);
    }

    [Fact]
    public async Task Many_mails_go_over_one_connection_and_no_more_than_the_limit()
    {
        await using var peer = await MailPeer.Start();
        await using var hub = await Hub(peer, new SmtpLimits { MailsPerConnection = 3 });
        for (var i = 1; i <= 7; i++) await Send(hub, i);
        Assert.Equal([1, 1, 1, 2, 2, 2, 3], (await peer.Report()).Received.Select(m => m.Connection));
    }

    [Fact]
    public async Task Mails_from_many_threads_take_turns()
    {
        await using var peer = await MailPeer.Start();
        await using var hub = await Hub(peer);
        await Parallel.ForAsync(0, 20, async (i, _) => await Send(hub, i));
        var report = await peer.Report();
        Assert.Equal(1, report.Connections);
        Assert.Equal(20, report.Received.Select(m => m.MessageId).Distinct().Count());
    }

    [Fact]
    public async Task A_connection_with_nothing_to_do_is_left_politely()
    {
        await using var peer = await MailPeer.Start();
        await using var hub = await Hub(peer, new SmtpLimits { Idle = TimeSpan.FromMilliseconds(50) });
        await Send(hub);
        while ((await peer.Report()).Heard[^1] != "QUIT") await Task.Delay(10);
        await Send(hub, 2);
        Assert.Equal([1, 2], (await peer.Report()).Received.Select(m => m.Connection));
    }

    [Theory]
    [InlineData("idle=drop")]
    [InlineData("idle=421 4.4.2 idle too long")]
    [InlineData("idle=451 4.4.2 Timeout waiting for data from client")]
    public async Task A_kept_connection_that_died_is_replaced_before_the_next_mail_is_in_doubt(string fault)
    {
        await using var peer = await MailPeer.Start(fault, times: 1);
        await using var hub = await Hub(peer);
        await Send(hub);
        await Send(hub, 2);
        await Send(hub, 3);
        Assert.Equal(["<id1@hub.test> 1", "<id2@hub.test> 2", "<id3@hub.test> 2"], (await peer.Report()).Received.Select(m => $"{m.MessageId} {m.Connection}"));
    }

    [Fact]
    public async Task After_a_refused_mail_the_next_one_goes_over_a_fresh_connection()
    {
        await using var peer = await MailPeer.Start("rcpt=550 no such user <ann@test.example>", times: 1);
        await using var hub = await Hub(peer);
        var refused = await Assert.ThrowsAsync<MailRefusedException>(() => Send(hub));
        Assert.Equal("The mail server refused the receiver: 550 no such user <…>", refused.Message);
        await Send(hub, 2);
        Assert.Equal(2, Assert.Single((await peer.Report()).Received).Connection);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("CRAM-MD5")]
    [InlineData("PLAIN,LOGIN")]
    public async Task With_a_user_set_nothing_is_sent_without_signing_in(string? offered)
    {
        await using var peer = await MailPeer.Start(offered is null ? null : "auth=535 wrong user or password", auth: offered);
        await using var hub = await Hub(peer, signingIn: true);
        await Assert.ThrowsAsync<MailDeferredException>(() => Send(hub));
        var report = await peer.Report();
        Assert.DoesNotContain(report.Heard, l => l.StartsWith("MAIL", StringComparison.Ordinal));
        Assert.Empty(report.Received);
    }

    [Theory]
    [InlineData("none")] // STARTTLS is set, and the server doesn't offer it
    [InlineData("starttls")] // it does, with a certificate that nobody vouches for
    [InlineData("tls")]
    public async Task Without_an_encryption_that_can_be_trusted_nothing_is_said(string offered)
    {
        await using var peer = await MailPeer.Start(security: offered, auth: "PLAIN");
        await using var hub = await Hub(peer, security: offered == "tls" ? "tls" : "starttls", trusting: false, signingIn: true);
        await Assert.ThrowsAsync<MailDeferredException>(() => Send(hub));
        Assert.DoesNotContain((await peer.Report()).Heard, l => l.StartsWith("AUTH", StringComparison.Ordinal) || l.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(".", "..\r\n")]
    [InlineData("a\r\n.b\r\n..c\r\n", "a\r\n..b\r\n...c\r\n")]
    [InlineData("a.b", "a.b\r\n")]
    public void Dots_that_begin_a_line_are_doubled(string text, string sent) =>
        Assert.Equal(sent, Encoding.ASCII.GetString(SmtpDialogue.Stuff(Encoding.ASCII.GetBytes(text))));

    [Fact]
    public void No_line_of_a_mail_is_longer_than_78_characters() =>
        Assert.All(Encoding.ASCII.GetString(MailMime.Write(Mail, DateTimeOffset.UnixEpoch)).Split("\r\n"), line => Assert.InRange(line.Length, 0, 78));

    [Fact]
    public void An_address_that_could_break_a_header_is_refused() =>
        Assert.Throws<MailRefusedException>(() => MailMime.Write(Mail with { ToAddress = "a@b.example>\r\nBcc: <c@d.example" }, DateTimeOffset.UnixEpoch));

    [Fact]
    public async Task The_folder_holds_one_file_for_a_mail_written_twice_and_no_drafts()
    {
        await using var hub = await TestHub.Start();
        var transport = hub.Services.GetRequiredService<IMailTransport>();
        await transport.Send(Mail, default);
        await transport.Send(Mail, default);
        Assert.Equal("id1@hub.test.eml", Path.GetFileName(Assert.Single(Directory.GetFiles(Path.Combine(hub.DataFolder, "mail")))));
    }
}
