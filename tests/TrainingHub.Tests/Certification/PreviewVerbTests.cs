using System.CommandLine;
using TrainingHub.Modules.Certification.Programmes;
using TrainingHub.Modules.Platform.Verbs;

namespace TrainingHub.Tests.Certification;

/// <summary>The vectors of semantics §1 as somebody tries a policy at the command line.</summary>
public sealed class PreviewVerbTests
{
    private static async Task<(int Exit, string Output, string Error)> Run(string options)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        await using var error = new StringWriter { NewLine = "\n" };
        var exit = await new PreviewVerb().Build("preview").Parse(options.Split(' ')).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return (exit, output.ToString(), error.ToString());
    }

    [Theory]
    [InlineData("--active 12m --window 2m --basis expiry --current-expiry 2026-06-30 --anchor 2025-06-30 --completed 2026-04-29", "2026-06-30")] // before E's window: E, literally
    [InlineData("--active 12m --window 2m --basis expiry --current-expiry 2026-06-30 --anchor 2025-06-30 --completed 2026-04-30", "2027-06-30")]
    [InlineData("--active 12m --window 2m --basis expiry --current-expiry 2026-06-30 --anchor 2025-06-30 --completed 2026-07-01", "2027-07-01")]
    [InlineData("--active 1y --window 6m --basis fixed --due 2021-12-31 --completed 2021-02-28", "2021-12-31")]
    [InlineData("--active 1y --window 6m --basis fixed --due 2021-12-31 --completed 2021-07-30", "2022-12-31")]
    [InlineData("--active 12m --window 2m --basis completion --completed 2024-02-29", "2025-02-28")]
    [InlineData("--active 1y --window 2m --basis fixed --minimum 6m --first-minimum 1d --policy-anchor 2026-03-01 --completed 2026-01-20", "2026-03-01")]
    [InlineData("--active 1y --window 2m --basis fixed --minimum 6m --policy-anchor 2026-03-01 --completed 2026-01-20", "2027-03-01")]
    public async Task A_policy_is_tried_before_it_is_set(string options, string expiry)
    {
        var (exit, output, error) = await Run(options + " --json");
        Assert.Equal((ExitCodes.Done, ""), (exit, error));
        Assert.Contains($"\"expiry\":\"{expiry}\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unsound_policy_is_refused_in_one_sentence()
    {
        var (exit, output, error) = await Run("--active 12m --window 13m --basis expiry --completed 2026-01-20");
        Assert.Equal((ExitCodes.DataAtFault, ""), (exit, output));
        Assert.Contains("The renewal window (13m)", error, StringComparison.Ordinal);
    }
}
