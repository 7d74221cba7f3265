using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TrainingHub.Modules.Sessions.SignIn;

/// <summary>
/// The code on the board: the session's number and a seal of the minute, made with the session's secret. It changes every minute and is taken in its own minute and the next,
/// so whoever opens it stands in front of the board, or stood there a moment ago.
/// </summary>
internal static class SignInCode
{
    private const int StepSeconds = 60;
    private const int SealBytes = 10;

    /// <summary>How long before the start the board shows codes.</summary>
    public static readonly TimeSpan Early = TimeSpan.FromMinutes(60);

    public static string Of(long sessionId, string secret, DateTimeOffset now) => string.Create(CultureInfo.InvariantCulture, $"{sessionId}-{Seal(sessionId, secret, Step(now))}");

    public static bool IsShown(DateTimeOffset starts, DateTimeOffset ends, DateTimeOffset now) => now >= starts - Early && now <= ends;

    /// <summary>Which session a code speaks of; null where it is none.</summary>
    public static long? SessionOf(string code) => code.Split('-') is [var id, { Length: 2 * SealBytes }] && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var session) ? session : null;

    public static bool Fits(string code, long sessionId, string secret, DateTimeOffset now)
    {
        var given = Encoding.UTF8.GetBytes(code[(code.IndexOf('-', StringComparison.Ordinal) + 1)..]);
        // Both are looked at, however the first fits: how long it takes tells nothing.
        return IsSeal(Step(now)) | IsSeal(Step(now) - 1);

        bool IsSeal(long step) => CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(Seal(sessionId, secret, step)));
    }

    /// <summary>Until the next code.</summary>
    public static int SecondsLeft(DateTimeOffset now) => StepSeconds - (int)(now.ToUnixTimeSeconds() % StepSeconds);

    private static long Step(DateTimeOffset now) => now.ToUnixTimeSeconds() / StepSeconds;

    private static string Seal(long sessionId, string secret, long step) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Convert.FromHexString(secret), Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"session {sessionId} minute {step}"))).AsSpan(0, SealBytes));
}
