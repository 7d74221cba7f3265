using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.People.Access;

/// <summary>
/// How often one address may try a password, a code or a forgotten-password form: thirty times a minute, enough for a team
/// that starts together behind one router, and a bound on the processor time that guessing can cost us.
/// </summary>
internal sealed class SignInLimit : IDisposable
{
    public const int PerMinute = 30;

    public static readonly Problem TooMany = new("too-many", "Too many attempts came from this connection. Wait a minute and try again.");

    private readonly PartitionedRateLimiter<HttpContext> limiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
        RateLimitPartition.GetSlidingWindowLimiter(Address(context), _ => new SlidingWindowRateLimiterOptions { PermitLimit = PerMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 }));

    public bool Allows(HttpContext context)
    {
        using var lease = limiter.AttemptAcquire(context);
        return lease.IsAcquired;
    }

    // One IPv6 customer holds a whole /64.
    private static string Address(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        null => "",
        { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } v6 => Convert.ToHexString(v6.GetAddressBytes().AsSpan(0, 8)),
        var v4 => v4.ToString(),
    };

    public void Dispose() => limiter.Dispose();
}
