using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Mail;
using TrainingHub.Tests.Notifications;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Platform;

public sealed class SmtpTests
{
    private static readonly MailMessage Mail = new("id1@hub.test", "hub@test.example", "培训中心", "ann@test.example", "王小美", "恭喜您通过“仪容仪表”认证，请查收随信附上的证书与学习记录", ".starts with a dot\nend", "<p>.</p>",
        [new MailAttachment("证书.pdf", "application/pdf", [1, 2, 3])]);

    /// <summary>A mail server for one connection: plays its answers by the beginning of what is said, and keeps what it heard.</summary>
    private sealed class Server : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);

        public Server(params (string Begins, string Answer)[] special)
        {
            listener.Start();
            Dialogue = Serve(special);
        }

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        public List<string> Heard { get; } = [];

        public string Body { get; private set; } = "";

        public Task Dialogue { get; }

        private async Task Serve((string Begins, string Answer)[] special)
        {
            using var client = await listener.AcceptTcpClientAsync();
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
            async Task Say(string text) => await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text + "\r\n"));
            await Say("220 ready");
            while (await reader.ReadLineAsync() is { } line)
            {
                Heard.Add(line);
                var answer = special.FirstOrDefault(s => line.StartsWith(s.Begins, StringComparison.Ordinal)).Answer;
                if (line == "DATA" && answer is null)
                {
                    await Say("354 go on");
                    var body = new StringBuilder();
                    while (await reader.ReadLineAsync() is { } text && text != ".") body.Append(text).Append("\r\n");
                    Body = body.ToString();
                    answer = special.FirstOrDefault(s => s.Begins == ".").Answer;
                    if (answer == "hang up") return;
                }
                await Say(answer ?? (line.StartsWith("EHLO", StringComparison.Ordinal) ? "250-test\r\n250 AUTH PLAIN LOGIN" : line == "QUIT" ? "221 bye" : line.StartsWith("AUTH", StringComparison.Ordinal) ? "235 in" : "250 fine"));
                if (line == "QUIT") return;
            }
        }

        public void Dispose() => listener.Dispose();
    }

    private static async Task Send(Server server, params string[] settings)
    {
        await using var hub = await TestHub.Start(settings: ["TrainingHub:Mail:Mode=smtp", "TrainingHub:Mail:Host=127.0.0.1", $"TrainingHub:Mail:Port={server.Port}", "TrainingHub:Mail:Security=none", .. settings]);
        await hub.Services.GetRequiredService<IMailTransport>().Send(Mail, default);
    }

    [Fact]
    public async Task A_mail_is_handed_over_signed_in_and_arrives_as_it_was_written()
    {
        using var server = new Server();
        await Send(server, "TrainingHub:Mail:User=hub", "TrainingHub:Mail:Password=pass");
        await server.Dialogue;
        Assert.Equal(["EHLO 127.0.0.1", "AUTH PLAIN " + Convert.ToBase64String("\0hub\0pass"u8), "MAIL FROM:<hub@test.example>", "RCPT TO:<ann@test.example>", "DATA", "QUIT"], server.Heard);
        var mail = EmlFile.Parse(server.Body);
        Assert.Equal(Mail.Subject, mail.Subject);
        Assert.Equal(".starts with a dot\r\nend", mail.Text);
        Assert.Equal("<id1@hub.test>", mail.Headers["Message-ID"]);
        Assert.Equal("王小美 <ann@test.example>", mail.Headers["To"]);
        Assert.Contains("filename*=utf-8''%E8%AF%81%E4%B9%A6.pdf", mail.Raw, StringComparison.Ordinal);
        Assert.All(server.Body.Split("\r\n"), line => Assert.InRange(line.Length, 0, 78));
    }

    [Fact]
    public async Task Where_only_login_is_offered_it_signs_in_by_login()
    {
        using var server = new Server(("EHLO", "250-test\r\n250 AUTH LOGIN"), ("AUTH LOGIN", "334 VXNlcm5hbWU6"), (Convert.ToBase64String("hub"u8), "334 UGFzc3dvcmQ6"), (Convert.ToBase64String("pass"u8), "235 in"));
        await Send(server, "TrainingHub:Mail:User=hub", "TrainingHub:Mail:Password=pass");
        Assert.NotEmpty(server.Body);
    }

    [Theory]
    [InlineData("RCPT", "550 no such user <ann@test.example>", typeof(WorkRefusedException))]
    [InlineData("RCPT", "451 come back later", typeof(MailDeferredException))]
    [InlineData("MAIL", "552 too large", typeof(WorkRefusedException))]
    [InlineData(".", "554 looks like spam", typeof(WorkRefusedException))]
    [InlineData(".", "452 disk full", typeof(MailDeferredException))]
    [InlineData("EHLO", "421 too busy", typeof(MailDeferredException))]
    [InlineData(".", "hang up", typeof(IOException))]
    public async Task An_answer_decides_whether_the_mail_is_tried_again(string to, string answer, Type expected)
    {
        using var server = new Server((to, answer));
        var thrown = await Assert.ThrowsAsync(expected, () => Send(server));
        Assert.DoesNotContain("ann@test.example", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EHLO", "250 test")]
    [InlineData("AUTH", "535 wrong password")]
    public async Task With_a_user_set_nothing_is_sent_without_signing_in(string to, string answer)
    {
        using var server = new Server((to, answer));
        await Assert.ThrowsAsync<MailDeferredException>(() => Send(server, "TrainingHub:Mail:User=hub", "TrainingHub:Mail:Password=pass"));
        Assert.DoesNotContain(server.Heard, l => l.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_the_encryption_that_was_asked_for_nothing_is_sent()
    {
        using var server = new Server();
        await Assert.ThrowsAsync<MailDeferredException>(() => Send(server, "TrainingHub:Mail:Security=starttls", "TrainingHub:Mail:User=hub", "TrainingHub:Mail:Password=pass"));
        Assert.Equal(["EHLO 127.0.0.1"], server.Heard);
    }

    [Theory]
    [InlineData(".", "..\r\n.\r\n")]
    [InlineData("a\r\n.b\r\n..c\r\n", "a\r\n..b\r\n...c\r\n.\r\n")]
    [InlineData("a.b", "a.b\r\n.\r\n")]
    public void Dots_that_begin_a_line_are_doubled(string text, string sent) =>
        Assert.Equal(sent, Encoding.ASCII.GetString(SmtpDialogue.Stuff(Encoding.ASCII.GetBytes(text))));

    [Fact]
    public void An_address_that_could_break_a_header_is_refused() =>
        Assert.Throws<WorkRefusedException>(() => MailMime.Write(Mail with { ToAddress = "a@b.example>\r\nBcc: <c@d.example" }, DateTimeOffset.UnixEpoch));

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
