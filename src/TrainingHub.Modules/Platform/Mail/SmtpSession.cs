using System.Security.Cryptography.X509Certificates;
using System.Text;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.Platform.Mail;

/// <summary>
/// A connection on which mails can be handed over, one after the other: encrypted and signed in as the settings ask, or it does not come about.
/// A refusal of this mail (5xx) is final. A refusal of us (greeting, encryption, sign-in, sender) and everything temporary is tried again, since an administrator can mend it.
/// </summary>
internal sealed class SmtpSession : IAsyncDisposable
{
    private const int AuthenticationRequired = 530;

    private readonly SmtpDialogue server;

    private SmtpSession(SmtpDialogue server) => this.server = server;

    /// <summary>How many it has taken.</summary>
    public int Mails { get; private set; }

    public static async Task<SmtpSession> Open(HubSettings settings, X509Certificate2Collection? trusted, SmtpLimits limits, TimeProvider clock, CancellationToken ct)
    {
        var server = new SmtpDialogue(settings.MailHost, settings.MailPort, trusted, limits, clock);
        try
        {
            await Introduce(server, settings, ct);
            return new SmtpSession(server);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async Task From(MailMessage mail, CancellationToken ct) => Expect(await server.Say($"MAIL FROM:<{mail.FromAddress}>", ct), 250, "the sender");

    /// <summary>Everything after the sender, up to but without the final dot.</summary>
    public async Task Text(MailMessage mail, byte[] mime, CancellationToken ct)
    {
        Judge(await server.Say($"RCPT TO:<{mail.ToAddress}>", ct), 250, "the receiver", mail);
        Judge(await server.Say("DATA", ct), 354, "the mail", mail);
        await server.Text(mime, ct);
    }

    /// <summary>The final dot. If the connection is lost here, nobody knows whether the mail was accepted.</summary>
    public async Task End(MailMessage mail, CancellationToken ct)
    {
        Judge(await server.Dot(ct), 250, "the mail itself", mail);
        Mails++;
    }

    public Task Quit() => server.Quit();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static async Task Introduce(SmtpDialogue server, HubSettings settings, CancellationToken ct)
    {
        await server.Connect(settings.MailSecurity == MailSecurity.Tls, ct);
        Expect(await server.Reply(ct), 220, "the connection");
        var hello = "EHLO " + NameOf(settings.BaseUrl);
        var offers = Expect(await server.Say(hello, ct), 250, "EHLO");
        if (settings.MailSecurity == MailSecurity.StartTls)
        {
            if (!offers.Offers("STARTTLS")) throw new MailDeferredException("The mail server does not offer STARTTLS, and nothing is sent without encryption. Set Mail:Security to what it does offer.");
            Expect(await server.Say("STARTTLS", ct), 220, "STARTTLS");
            await server.Encrypt(ct);
            offers = Expect(await server.Say(hello, ct), 250, "EHLO"); // what it offered in the clear doesn't count
        }
        if (settings.MailUser is { } user) await SignIn(server, offers, user, settings.MailPassword!, ct);
    }

    /// <summary>RFC 5321: a domain, or an address in brackets.</summary>
    private static string NameOf(Uri? hub) => hub?.HostNameType switch
    {
        null => "localhost",
        UriHostNameType.IPv4 => $"[{hub.Host}]",
        UriHostNameType.IPv6 => $"[IPv6:{hub.Host.Trim('[', ']')}]",
        _ => hub.IdnHost,
    };

    private static async Task SignIn(SmtpDialogue server, SmtpReply offers, string user, string password, CancellationToken ct)
    {
        static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        if (offers.Offers("AUTH", "PLAIN"))
        {
            Expect(await server.Say("AUTH PLAIN " + Base64($"\0{user}\0{password}"), ct), 235, "signing in");
        }
        else if (offers.Offers("AUTH", "LOGIN"))
        {
            Expect(await server.Say("AUTH LOGIN", ct), 334, "signing in");
            Expect(await server.Say(Base64(user), ct), 334, "signing in");
            Expect(await server.Say(Base64(password), ct), 235, "signing in");
        }
        else
        {
            throw new MailDeferredException("The mail server offers no way to sign in that we know (PLAIN, LOGIN), and with Mail:User set nothing is sent without signing in.");
        }
    }

    private static SmtpReply Expect(SmtpReply reply, int code, string stage) =>
        reply.Code == code ? reply : throw new MailDeferredException($"The mail server refused {stage}: {reply.Code} {reply.Text}");

    /// <summary>4xx is for now, 5xx for good. Servers quote the address; what is stored names nobody.</summary>
    private static void Judge(SmtpReply reply, int code, string stage, MailMessage mail)
    {
        if (reply.Code / 10 == code / 10) return;
        var text = $"The mail server refused {stage}: {reply.Code} {reply.Text}".Replace(mail.ToAddress, "…", StringComparison.OrdinalIgnoreCase);
        throw reply.Code >= 500 && reply.Code != AuthenticationRequired ? new WorkRefusedException(text) : new MailDeferredException(text);
    }
}
