using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Api.Conventions;

internal enum Repeats
{
    /// <summary>The key is written in the transaction of the write: both are there or neither.</summary>
    GuardedByKey,

    /// <summary>The command itself makes a repeat harmless and has its own order of transactions, which ours must not enclose; the answer is kept afterwards.</summary>
    HarmlessByNature,
}

/// <summary>A write that comes again with the same Idempotency-Key gets the first answer again and does nothing. What was refused wrote nothing, and is judged anew.</summary>
internal sealed class Idempotency(Repeats repeats) : IEndpointFilter
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotency-Replayed";
    private const int LongestKey = 200;
    private const int LargestBody = 32 * 1024 * 1024; // above every body that is let in: nothing is ever put aside on disk

    private sealed record Stored(string RequestHash, int Status, string Response);

    public static bool IsAskedFor(HttpRequest request) => request.Headers.ContainsKey(Header);

    /// <summary>Before the body is read: so that it can be read once more, for its hash.</summary>
    public static void KeepBody(HttpRequest request) => request.EnableBuffering(LargestBody, LargestBody);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var ct = http.RequestAborted;
        if (!IsAskedFor(http.Request)) return await next(context);
        var key = http.Request.Headers[Header].ToString();
        if (key.Length is 0 or > LongestKey || !key.All(c => c is > ' ' and <= '~'))
            return (Refused)new Problem("invalid-parameter", "The header {0} must hold 1 to {1} visible ASCII characters, as a UUID.", Header, LongestKey);

        var db = http.RequestServices.GetRequiredService<Db>();
        var request = new { token = http.User.TokenId(), key, hash = await HashOf(http.Request, ct), now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() };
        if (repeats == Repeats.HarmlessByNature)
        {
            if (await Find(db, request, ct) is { } earlier) return Repeat(earlier, request.hash);
            var result = await next(context);
            if (Answer.Of(result) is not { } answer) return result;
            await using var after = await db.Begin(ct);
            await Write(db, request, answer, ct);
            await after.Commit(ct);
            return result;
        }

        await using var tx = await db.Begin(ct);
        // Two at once: the second waits here until the first has committed, and then finds its answer.
        if (await Write(db, request, Answer.Pending, ct) == 0) return Repeat((await Find(db, request, ct))!, request.hash);
        var done = await next(context);
        if (Answer.Of(done) is not { } first) return done;
        await db.Execute("update platform_idempotency set status = @Status, response = @Response where token_id = @token and idempotency_key = @key",
            new { first.Status, Response = first.ToJson(), request.token, request.key }, ct);
        await tx.Commit(ct);
        return done;
    }

    private static Task<Stored?> Find(Db db, object request, CancellationToken ct) =>
        db.Row<Stored>("select request_hash, status, response from platform_idempotency where token_id = @token and idempotency_key = @key", request, ct);

    private static Task<int> Write(Db db, dynamic request, Answer answer, CancellationToken ct) =>
        db.Execute(
            """
            insert into platform_idempotency(token_id, idempotency_key, request_hash, status, response, at) values (@token, @key, @hash, @Status, @Response, @now)
            on conflict (token_id, idempotency_key) do nothing
            """,
            new { request.token, request.key, request.hash, request.now, answer.Status, Response = answer.ToJson() }, ct);

    private static IResult Repeat(Stored stored, string hash) => stored.RequestHash == hash
        ? new Replay(stored.Status, JsonSerializer.Deserialize<Answer>(stored.Response, ApiJson.Options)!)
        : new Refused(new Problem("idempotency-key-reused", "This Idempotency-Key was used for another request. Take a new key for a new request."));

    private static async Task<string> HashOf(HttpRequest request, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n{request.ContentType}\n"));
        request.Body.Position = 0;
        var buffer = new byte[16 * 1024];
        for (int read; (read = await request.Body.ReadAsync(buffer, ct)) > 0;) hash.AppendData(buffer, 0, read);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
