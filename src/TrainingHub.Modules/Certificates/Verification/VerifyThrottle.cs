using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace TrainingHub.Modules.Certificates.Verification;

/// <summary>Keeps anybody from trying serials and names in bulk: so many tries a minute from one address.</summary>
internal sealed class VerifyThrottle : IDisposable
{
    public const int TriesPerMinute = 10;

    private readonly PartitionedRateLimiter<string> limiter = PartitionedRateLimiter.Create<string, string>(source =>
        RateLimitPartition.GetFixedWindowLimiter(source, _ => new FixedWindowRateLimiterOptions { PermitLimit = TriesPerMinute, Window = TimeSpan.FromMinutes(1) }));

    public bool Allows(IPAddress? address)
    {
        using var lease = limiter.AttemptAcquire(Source(address));
        return lease.IsAcquired;
    }

    /// <summary>Of IPv6 the network: one subscriber has all addresses of it.</summary>
    private static string Source(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.ToString(),
    };

    public void Dispose() => limiter.Dispose();
}
