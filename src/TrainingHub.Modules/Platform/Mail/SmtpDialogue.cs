using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace TrainingHub.Modules.Platform.Mail;

internal sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    public string Text => string.Join(' ', Lines);

    /// <summary>Whether a line of the EHLO reply names this extension and, where one is asked for, this parameter.</summary>
    public bool Offers(string extension, string? parameter = null) => Lines.Skip(1).Select(l => l.Split([' ', '='], StringSplitOptions.RemoveEmptyEntries))
        .Any(words => words.Length > 0 && words[0].Equals(extension, StringComparison.OrdinalIgnoreCase) && (parameter is null || words.Skip(1).Contains(parameter, StringComparer.OrdinalIgnoreCase)));
}

/// <summary>The connection is of no more use.</summary>
internal sealed class SmtpFaultException(Problem problem) : IOException(problem.ToString())
{
    /// <summary>What to put into a sentence about it, in the reader's language as far as it is ours.</summary>
    public static object Detail(Exception e) => e switch
    {
        SmtpFaultException fault => fault.problem,
        // Whether a hang-up is read as the end or met as a reset is up to the two machines; it is the same to whoever reads of it.
        IOException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown } } => HungUp,
        _ => e.Message,
    };

    public static readonly Problem HungUp = Problem.Because("The mail server closed the connection.");

    private readonly Problem problem = problem;
}

/// <summary>One connection to a mail server: says a line, reads the reply (RFC 5321). Each step has a time limit.</summary>
/// <param name="trusted">The authorities whose certificates are trusted in place of the system's; null: the system's.</param>
internal sealed class SmtpDialogue(string host, int port, X509Certificate2Collection? trusted, SmtpLimits limits, TimeProvider clock) : IAsyncDisposable
{
    private const int MostReplyBytes = 16 * 1024;

    private readonly byte[] buffer = new byte[4096];
    private Stream? stream;
    private int next;
    private int filled;

    public Task Connect(bool encrypted, CancellationToken ct) => Limited(async limit =>
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        stream = null;
        try
        {
            await socket.ConnectAsync(host, port, limit);
            stream = new NetworkStream(socket, ownsSocket: true);
        }
        finally
        {
            if (stream is null) socket.Dispose();
        }
        if (encrypted) await Handshake(limit);
        return 0;
    }, ct);

    /// <summary>Goes over to TLS. Whatever the server sent ahead in the clear may be somebody else's: then we hang up.</summary>
    public Task Encrypt(CancellationToken ct) => Limited(async limit =>
    {
        Listen();
        await Handshake(limit);
        return 0;
    }, ct);

    public Task<SmtpReply> Say(string line, CancellationToken ct) => Limited(limit => Exchange(line, limit), ct);

    public Task<SmtpReply> Reply(CancellationToken ct) => Limited(Read, ct);

    /// <summary>The mail, its leading dots doubled, without the final dot: what fails here was certainly not accepted.</summary>
    public Task Text(byte[] mime, CancellationToken ct) => Limited(async limit =>
    {
        Listen();
        await stream!.WriteAsync(Stuff(mime), limit);
        return 0;
    }, ct);

    /// <summary>The final dot and the verdict. A stop of the hub does not cut off a verdict that is about to come.</summary>
    public async Task<SmtpReply> Dot(CancellationToken ct)
    {
        using var stopped = new CancellationTokenSource();
        await using var stop = ct.Register(() => stopped.CancelAfter(limits.VerdictAtStop));
        return await Limited(limit => Exchange(".", limit), limits.Verdict, stopped.Token);
    }

    /// <summary>How the server takes the farewell changes nothing: every mail has its verdict by now.</summary>
    public async Task Quit()
    {
        try
        {
            await Limited(limit => Exchange("QUIT", limit), limits.Farewell, CancellationToken.None);
        }
        catch (IOException)
        {
            // it hung up first
        }
    }

    internal static byte[] Stuff(ReadOnlySpan<byte> mime)
    {
        using var stuffed = new MemoryStream(mime.Length + 64);
        var startsLine = true;
        foreach (var b in mime)
        {
            if (startsLine && b == '.') stuffed.WriteByte((byte)'.');
            stuffed.WriteByte(b);
            startsLine = b == '\n';
        }
        if (!startsLine) stuffed.Write("\r\n"u8);
        return stuffed.ToArray();
    }

    private async Task Handshake(CancellationToken limit)
    {
        var tls = new SslStream(stream!, leaveInnerStreamOpen: false);
        stream = tls; // closed with us, whatever happens
        Problem? distrust = null;
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = host,
            RemoteCertificateValidationCallback = (_, _, chain, errors) => (distrust = Distrust(chain, errors)) is null,
        };
        if (trusted is not null)
        {
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(trusted);
        }
        try
        {
            await tls.AuthenticateAsClientAsync(options, limit);
        }
        catch (AuthenticationException e) when (distrust is not null)
        {
            throw new MailDeferredException(distrust, e);
        }
    }

    private Problem? Distrust(X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None) return null;
        return errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            ? Problem.Because("The mail server's certificate is not made out to {0}, so nothing was sent. Set Mail:Host to a name that stands in the certificate.", host)
            : Problem.Because("The mail server's certificate is not trusted ({0}), so nothing was sent. If an authority of your own signed it, name its file in Mail:TrustedCertificate.", string.Join(", ", chain?.ChainStatus.Select(s => s.Status) ?? []));
    }

    private async Task<SmtpReply> Exchange(string line, CancellationToken limit)
    {
        if (line.AsSpan().IndexOfAny('\r', '\n') >= 0) throw new ArgumentException("A line of the dialogue can't hold a line break.", nameof(line));
        Listen();
        await stream!.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), limit);
        return await Read(limit);
    }

    /// <summary>A reply too many would be taken for the answer to what we say next.</summary>
    private void Listen()
    {
        if (next != filled) throw new SmtpFaultException(Problem.Because("The mail server spoke out of turn."));
    }

    private async Task<SmtpReply> Read(CancellationToken limit)
    {
        var lines = new List<string>();
        var line = new List<byte>();
        var total = 0;
        while (true)
        {
            if (next == filled)
            {
                (next, filled) = (0, await stream!.ReadAsync(buffer, limit));
                if (filled == 0) throw new SmtpFaultException(SmtpFaultException.HungUp);
            }
            var b = buffer[next++];
            if (++total > MostReplyBytes) throw new SmtpFaultException(Problem.Because("The mail server's reply has no end."));
            if (b != '\n')
            {
                line.Add(b);
                continue;
            }
            var text = Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            line.Clear();
            if (text.Length < 3 || !int.TryParse(text.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code)) throw new SmtpFaultException(Problem.Because("The mail server's reply is not SMTP."));
            lines.Add(text.Length > 4 ? text[4..] : "");
            if (text.Length == 3 || text[3] != '-') return new SmtpReply(code, lines);
        }
    }

    private Task<T> Limited<T>(Func<CancellationToken, Task<T>> step, CancellationToken ct) => Limited(step, limits.Step, ct);

    private async Task<T> Limited<T>(Func<CancellationToken, Task<T>> step, TimeSpan most, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(most, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            return await step(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new SmtpFaultException(Problem.Because("The mail server did not answer within {0} seconds.", most.TotalSeconds.ToString(CultureInfo.InvariantCulture)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (stream is not null) await stream.DisposeAsync();
    }
}
