using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace TrainingHub.Modules.Platform.Mail;

/// <summary>
/// Hands mails to the mail server, one at a time over one connection, which is kept for the next mail a few seconds and is left after so many mails or any trouble.
/// </summary>
internal sealed class SmtpMail : IMailTransport, IAsyncDisposable
{
    private readonly HubSettings settings;
    private readonly SmtpLimits limits;
    private readonly TimeProvider clock;
    private readonly X509Certificate2Collection? trusted;
    private readonly SemaphoreSlim turn = new(1, 1); // guards the connection
    private readonly ITimer idle;
    private SmtpSession? kept;

    public SmtpMail(HubSettings settings, SmtpLimits limits, TimeProvider clock)
    {
        (this.settings, this.limits, this.clock) = (settings, limits, clock);
        if (settings.MailTrustedCertificate is { } file)
        {
            trusted = [];
            trusted.ImportFromPemFile(file);
        }
        idle = clock.CreateTimer(_ => _ = LeaveIfIdle(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public async Task Send(MailMessage message, CancellationToken ct)
    {
        var mime = MailMime.Write(message, clock.GetUtcNow());
        await turn.WaitAsync(ct);
        try
        {
            await Hand(message, mime, ct);
            if (kept!.Mails >= limits.MailsPerConnection) await Leave();
            else idle.Change(limits.Idle, Timeout.InfiniteTimeSpan);
        }
        catch (Exception e) when (e is MailDeferredException { InnerException: null } or MailRefusedException)
        {
            await Leave(); // refused, in good order
            throw;
        }
        catch
        {
            await HangUp(); // nobody knows where in the dialogue we are
            throw;
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task Hand(MailMessage message, byte[] mime, CancellationToken ct)
    {
        try
        {
            await Begin(message, ct);
            await kept!.Text(message, mime, ct);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            throw new MailDeferredException(Problem.Because("The mail server can't be used now: {0}", SmtpFaultException.Detail(e)), e);
        }
        catch (AuthenticationException e)
        {
            throw new MailDeferredException(Problem.Because("The connection to the mail server could not be encrypted, so nothing was sent: {0}", e.InnerException?.Message ?? e.Message), e);
        }
        catch (OperationCanceledException e)
        {
            throw new MailDeferredException(Problem.Because("The hub was stopped before the mail was handed over."), e);
        }
        // From here on a lost connection leaves open whether the mail was accepted, so such an error is not a MailDeferredException.
        await kept.End(message, ct);
    }

    /// <summary>A kept connection may be dead by now, or the server tired of it, which shows when the next mail begins: then a fresh one decides.</summary>
    private async Task Begin(MailMessage message, CancellationToken ct)
    {
        if (kept is not null)
        {
            try
            {
                await kept.From(message, ct);
                return;
            }
            catch (Exception e) when (e is IOException or MailDeferredException)
            {
                await HangUp();
            }
        }
        kept = await SmtpSession.Open(settings, trusted, limits, clock, ct);
        await kept.From(message, ct);
    }

    private async Task LeaveIfIdle()
    {
        if (!await turn.WaitAsync(0)) return; // it is not idle
        try
        {
            await Leave();
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task Leave()
    {
        if (kept is not null) await kept.Quit();
        await HangUp();
    }

    private async Task HangUp()
    {
        if (kept is null) return;
        await kept.DisposeAsync();
        kept = null;
    }

    public async ValueTask DisposeAsync()
    {
        await idle.DisposeAsync();
        await turn.WaitAsync();
        await Leave();
        turn.Dispose();
    }
}
