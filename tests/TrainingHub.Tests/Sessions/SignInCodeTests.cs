using TrainingHub.Modules.Sessions.SignIn;

namespace TrainingHub.Tests.Sessions;

/// <summary>The code on the board.</summary>
public sealed class SignInCodeTests
{
    private const string Secret = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 4, 0, 30, TimeSpan.Zero);

    [Fact]
    public void A_code_counts_in_its_own_minute_and_the_next_and_never_before_or_later()
    {
        var code = SignInCode.Of(12, Secret, Noon);
        Assert.Equal(12, SignInCode.SessionOf(code));
        Assert.Equal([false, true, true, true, true, false], new[] { -31, -30, 0, 29, 89, 90 }.Select(seconds => SignInCode.Fits(code, 12, Secret, Noon.AddSeconds(seconds))));
        Assert.False(SignInCode.Fits(code, 12, Secret, Noon.AddMinutes(2)));
    }

    [Fact]
    public void A_code_is_that_of_its_session_alone()
    {
        var code = SignInCode.Of(12, Secret, Noon);
        Assert.False(SignInCode.Fits(code, 13, Secret, Noon));
        Assert.False(SignInCode.Fits(code, 12, Secret.Replace('0', '1'), Noon));
        Assert.All(["", "12", "12-", "-12", "x-00112233445566778899", "12-0011223344556677889", "12-001122-33445566778899", "99999999999999999999-00112233445566778899"], wrong => Assert.Null(SignInCode.SessionOf(wrong)));
    }

    [Fact]
    public void Codes_are_shown_from_an_hour_before_the_start_to_the_end()
    {
        bool Shown(int minutes) => SignInCode.IsShown(Noon, Noon.AddMinutes(90), Noon.AddMinutes(minutes));
        Assert.Equal([false, true, true, true, false], new[] { -61, -60, 0, 90, 91 }.Select(Shown));
        Assert.Equal(30, SignInCode.SecondsLeft(Noon));
        Assert.Equal(60, SignInCode.SecondsLeft(Noon.AddSeconds(30)));
    }
}
