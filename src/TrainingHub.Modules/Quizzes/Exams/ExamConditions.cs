using System.Net;
using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Quizzes.Settings;

namespace TrainingHub.Modules.Quizzes.Exams;

/// <summary>What an exam asks beyond an ordinary quiz. Pinned by the attempt that begins under it; most quizzes have none.</summary>
/// <param name="AccessCode">Asked for at the start, and again on every other device.</param>
/// <param name="Networks">The questions are shown only there; empty is anywhere.</param>
/// <param name="Invigilated">Somebody may pause it, add time and end it.</param>
internal sealed record ExamConditions(bool AccessCode, IReadOnlyList<string> Networks, bool Invigilated)
{
    public static readonly ExamConditions None = new(false, [], false);

    public static ExamConditions Of(QuizSettings settings) => new(settings.AccessCode, settings.Networks, settings.Invigilated);

    public static ExamConditions From(string? json) => json is null ? None : JsonSerializer.Deserialize<ExamConditions>(json, Json.Plain)!;

    public bool IsAny => AccessCode || Invigilated || Networks.Count > 0;

    /// <summary>Null where there are none, so that ordinary attempts cost nothing to look at.</summary>
    public string? ToJson() => IsAny ? JsonSerializer.Serialize(this, Json.Plain) : null;
}

/// <summary>Networks as a trainer writes them: addresses with a prefix, of IPv4 or IPv6, or single addresses.</summary>
internal static class ExamNetworks
{
    public const int Most = 50;

    /// <summary>What is wrong with one line; null where it can be used.</summary>
    public static Problem? Fault(string text) => Read(text).Problem;

    /// <summary>An IPv4 address that came through an IPv6 socket is taken for what it is.</summary>
    public static bool Contain(IReadOnlyList<string> networks, IPAddress? address)
    {
        if (address is null) return false;
        var plain = Plain(address);
        return networks.Any(n => Read(n) is { Problem: null } network && network.Value.Contains(plain));
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static Outcome<IPNetwork> Read(string text)
    {
        var parts = text.Split('/');
        // The framework would take "10" and "10.1" for addresses too.
        if (parts.Length > 2 || !IPAddress.TryParse(parts[0], out var written) || text.Contains('%') || (!parts[0].Contains(':') && written.ToString() != parts[0]))
            return Problem.Because("\"{0}\" is no network. Write it like 192.168.10.0/24 or 2001:db8:10::/48, or a single address.", text.Length > 60 ? text[..60] : text);
        var address = Plain(written);
        var (bits, shift) = (address.GetAddressBytes().Length * 8, written.IsIPv4MappedToIPv6 ? 96 : 0);
        var prefix = bits;
        if (parts.Length == 2 && (!int.TryParse(parts[1], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out prefix) || (prefix -= shift) < 0 || prefix > bits))
            return Problem.Because("\"{0}\": the number after the slash must be from {1} to {2}.", text, shift, bits + shift);
        var first = First(address, prefix);
        return first.Equals(address) ? new IPNetwork(address, prefix) : Problem.Because("\"{0}\" names an address inside a network. Write the network as {1}.", text, $"{first}/{prefix}");
    }

    private static IPAddress First(IPAddress address, int prefix)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            var kept = Math.Clamp(prefix - i * 8, 0, 8);
            bytes[i] &= (byte)(0xff << (8 - kept));
        }
        return new IPAddress(bytes);
    }
}
