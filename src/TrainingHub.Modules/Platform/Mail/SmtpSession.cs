using System.Security.Cryptography.X509Certificates;
using System.Text;

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

    public async Task From(MailMessage mail, CancellationToken ct) =>
        Expect(await server.Say($"MAIL FROM:<{mail.FromAddress}>", ct), 250, said => Problem.Because("The mail server refused the sender: {0}", said));

    /// <summary>Everything after the sender, up to but without the final dot.</summary>
    public async Task Text(MailMessage mail, byte[] mime, CancellationToken ct)
    {
        Judge(await server.Say($"RCPT TO:<{mail.ToAddress}>", ct), 250, mail, said => Problem.Because("The mail server refused the receiver: {0}", said));
        Judge(await server.Say("DATA", ct), 354, mail, said => Problem.Because("The mail server refused the mail: {0}", said));
        await server.Text(mime, ct);
    }

    /// <summary>The final dot. If the connection is lost here, nobody knows whether the mail was accepted.</summary>
    public async Task End(MailMessage mail, CancellationToken ct)
    {
        Judge(await server.Dot(ct), 250, mail, said => Problem.Because("The mail server refused the mail: {0}", said));
        Mails++;
    }

    public Task Quit() => server.Quit();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static async Task Introduce(SmtpDialogue server, HubSettings settings, CancellationToken ct)
    {
        await server.Connect(settings.MailSecurity == MailSecurity.Tls, ct);
        Expect(await server.Reply(ct), 220, said => Problem.Because("The mail server does not let us in: {0}", said));
        var offers = await Greet(server, settings, ct);
        if (settings.MailSecurity == MailSecurity.StartTls)
        {
            if (!offers.Offers("STARTTLS")) throw new MailDeferredException(Problem.Because("The mail server does not offer STARTTLS, and nothing is sent without encryption. Set Mail:Security to what it does offer."));
            Expect(await server.Say("STARTTLS", ct), 220, said => Problem.Because("The mail server refused to encrypt: {0}", said));
            await server.Encrypt(ct);
            offers = await Greet(server, settings, ct); // what it offered in the clear doesn't count
        }
        if (settings.MailUser is { } user) await SignIn(server, offers, user, settings.MailPassword!, ct);
    }

    private static async Task<SmtpReply> Greet(SmtpDialogue server, HubSettings settings, CancellationToken ct) =>
        Expect(await server.Say($"EHLO {NameOf(settings.BaseUrl)}", ct), 250, said => Problem.Because("The mail server refused our greeting: {0}", said));

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
        async Task Step(string line, int code) => Expect(await server.Say(line, ct), code, said => Problem.Because("The mail server refused the sign-in: {0}", said));
        if (offers.Offers("AUTH", "PLAIN"))
        {
            await Step("AUTH PLAIN " + Base64($"\0{user}\0{password}"), 235);
        }
        else if (offers.Offers("AUTH", "LOGIN"))
        {
            await Step("AUTH LOGIN", 334);
            await Step(Base64(user), 334);
            await Step(Base64(password), 235);
        }
        else
        {
            throw new MailDeferredException(Problem.Because("The mail server offers no way to sign in that the hub knows (PLAIN, LOGIN). With Mail:User set, nothing is sent without signing in."));
        }
    }

    /// <summary>An answer to us, not to one mail.</summary>
    private static SmtpReply Expect(SmtpReply reply, int code, Func<string, Problem> refused) =>
        reply.Code == code ? reply : throw new MailDeferredException(refused($"{reply.Code} {reply.Text}"));

    /// <summary>An answer to this mail: 4xx is for now, 5xx for good. Servers quote the address; what is stored names nobody.</summary>
    private static void Judge(SmtpReply reply, int code, MailMessage mail, Func<string, Problem> refused)
    {
        if (reply.Code / 10 == code / 10) return;
        var problem = refused($"{reply.Code} {reply.Text}".Replace(mail.ToAddress, "…", StringComparison.OrdinalIgnoreCase));
        throw reply.Code >= 500 && reply.Code != AuthenticationRequired ? new MailRefusedException(problem) : new MailDeferredException(problem);
    }
}
