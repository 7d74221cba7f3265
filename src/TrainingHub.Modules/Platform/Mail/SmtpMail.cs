using System.Net.Sockets;
using System.Security.Authentication;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.Platform.Mail;

/// <summary>
/// Hands a mail to the mail server, one connection each. A refusal of this mail (5xx) is final; a refusal of us (greeting, encryption, sign-in)
/// and everything temporary is tried again, since an administrator can mend it. With a user set, nothing is ever sent without signing in.
/// </summary>
internal sealed class SmtpMail(HubSettings settings, TimeProvider clock) : IMailTransport
{
    public async Task Send(MailMessage message, CancellationToken ct)
    {
        var mime = MailMime.Write(message, clock.GetUtcNow());
        await using var server = new SmtpDialogue(settings.MailHost, settings.MailPort, clock);
        try
        {
            await Introduce(server, ct);
            await Envelope(server, message, ct);
        }
        catch (Exception e) when (e is SocketException or IOException or TimeoutException or AuthenticationException)
        {
            throw new MailDeferredException($"The mail server can't be used now: {e.Message}", e);
        }

        // From here on a lost connection leaves open whether the mail was accepted, so such an error is not a MailDeferredException.
        Judge(await server.Body(mime, ct), 250, "the mail itself", message);
        await server.Quit(ct);
    }

    private async Task Introduce(SmtpDialogue server, CancellationToken ct)
    {
        await server.Connect(settings.MailSecurity == MailSecurity.Tls, ct);
        Expect(await server.Reply(ct), 220, "the greeting");
        var name = settings.BaseUrl?.Host ?? "localhost";
        var offers = Expect(await server.Say($"EHLO {name}", ct), 250, "EHLO");
        if (settings.MailSecurity == MailSecurity.StartTls)
        {
            if (!offers.Offers("STARTTLS")) throw new MailDeferredException("The mail server does not offer STARTTLS; set Mail:Security to what it does offer.");
            Expect(await server.Say("STARTTLS", ct), 220, "STARTTLS");
            await server.Encrypt(ct);
            offers = Expect(await server.Say($"EHLO {name}", ct), 250, "EHLO"); // what it offered in the clear doesn't count
        }
        if (settings.MailUser is { } user) await SignIn(server, offers, user, settings.MailPassword ?? "", ct);
    }

    private static async Task SignIn(SmtpDialogue server, SmtpReply offers, string user, string password, CancellationToken ct)
    {
        static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));
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
            throw new MailDeferredException("The mail server offers no way to sign in that we know (PLAIN, LOGIN); without signing in nothing is sent.");
        }
    }

    private static async Task Envelope(SmtpDialogue server, MailMessage message, CancellationToken ct)
    {
        Judge(await server.Say($"MAIL FROM:<{message.FromAddress}>", ct), 250, "the sender", message);
        Judge(await server.Say($"RCPT TO:<{message.ToAddress}>", ct), 250, "the receiver", message);
        Judge(await server.Say("DATA", ct), 354, "the mail", message);
    }

    /// <summary>A refusal of us: an administrator can mend it.</summary>
    private static SmtpReply Expect(SmtpReply reply, int code, string stage) =>
        reply.Code == code ? reply : throw new MailDeferredException($"The mail server refused {stage}: {reply.Code} {reply.Text}");

    /// <summary>A refusal of this mail: 4xx for now, 5xx for good. Servers quote the address; what is stored names nobody.</summary>
    private static void Judge(SmtpReply reply, int code, string stage, MailMessage message)
    {
        if (reply.Code / 10 == code / 10) return;
        var text = $"The mail server refused {stage}: {reply.Code} {reply.Text}".Replace(message.ToAddress, "…", StringComparison.OrdinalIgnoreCase);
        throw reply.Code >= 500 ? new WorkRefusedException(text) : new MailDeferredException(text);
    }
}
