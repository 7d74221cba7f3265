using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace TrainingHub.Tests.Testing;

/// <summary>A real mail server with faults to order, tests/mail-peer/server.mjs: a process of its own, on a free port, ended by its process id.</summary>
internal sealed class MailPeer : IAsyncDisposable
{
    private readonly Process process;
    private readonly TestCertificates? certificates;

    private MailPeer(Process process, TestCertificates? certificates) => (this.process, this.certificates) = (process, certificates);

    public int Port { get; private set; }

    /// <param name="fault">As "rcpt=550 no such user"; server.mjs lists the steps and faults.</param>
    /// <param name="times">How often it has the fault; null: always.</param>
    /// <param name="auth">The ways to sign in that it offers, as "PLAIN,LOGIN"; null: none. The user is "hub", the password "pass word".</param>
    public static async Task<MailPeer> Start(string? fault = null, int? times = null, string security = "none", string? auth = null, int port = 0)
    {
        var certificates = security == "none" ? null : new TestCertificates("localhost");
        var words = new List<string> { Path.Combine(Repository.Root, "tests/mail-peer/server.mjs"), "--port", port.ToString(CultureInfo.InvariantCulture), "--security", security };
        if (certificates is not null) words.AddRange(["--cert", certificates.ServerFile, "--key", certificates.KeyFile]);
        if (auth is not null) words.AddRange(["--auth", auth, "--user", "hub", "--password", "pass word"]);
        if (fault is not null) words.AddRange(["--fault", fault]);
        if (times is not null) words.AddRange(["--times", times.Value.ToString(CultureInfo.InvariantCulture)]);
        var peer = new MailPeer(Process.Start(new ProcessStartInfo("node", words) { RedirectStandardInput = true, RedirectStandardOutput = true })!, certificates);
        peer.Port = (await peer.Read()).GetProperty("port").GetInt32();
        return peer;
    }

    /// <summary>The settings of a hub that sends to it, as "Mail:Mode=smtp".</summary>
    public string[] Settings(string security = "none", bool trusting = true, bool signingIn = false)
    {
        var settings = new List<string> { "Mail:Mode=smtp", "Mail:Host=localhost", $"Mail:Port={Port}", $"Mail:Security={security}", "Mail:From=hub@test.example" };
        if (certificates is not null && trusting) settings.Add($"Mail:TrustedCertificate={certificates.AuthorityFile}");
        if (signingIn) settings.AddRange(["Mail:User=hub", "Mail:Password=pass word"]);
        return [.. settings];
    }

    public async Task<MailReport> Report()
    {
        await process.StandardInput.WriteLineAsync("report");
        return (await Read()).Deserialize<MailReport>(JsonSerializerOptions.Web)!;
    }

    private async Task<JsonElement> Read() =>
        await process.StandardOutput.ReadLineAsync() is { } line ? JsonDocument.Parse(line).RootElement : throw new InvalidOperationException("The mail peer ended; what it said stands above.");

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        certificates?.Dispose();
    }
}

/// <param name="Heard">The commands, without secrets.</param>
/// <param name="Received">What it accepted, as a mail program reads it.</param>
internal sealed record MailReport(int Connections, int Mails, IReadOnlyList<string> Heard, IReadOnlyList<MailReceived> Received);

/// <param name="Connection">The how manieth connection brought it.</param>
internal sealed record MailReceived(string From, IReadOnlyList<string> To, int Connection, bool IsSecure, string? User, string MessageId, string Subject, string FromText, string ToText, string Text, string Html,
    IReadOnlyDictionary<string, string> Headers, IReadOnlyList<MailReceivedFile> Attachments);

internal sealed record MailReceivedFile(string FileName, string ContentType, byte[] Content);
