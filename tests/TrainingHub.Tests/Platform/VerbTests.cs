using System.Diagnostics;
using System.Text;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Platform;

/// <summary>The verbs as processes: what a shell sees of them.</summary>
public sealed class VerbTests : IDisposable
{
    private readonly HubProcess hub = new();

    [Theory]
    [InlineData("bogus", "bogus is no verb here. See --help.\n")]
    [InlineData("jobs list --bogus", "--bogus is no option here. See jobs list --help.\n")]
    [InlineData("content export --bogus", "--bogus is no option here. See content export --help.\n")]
    [InlineData("--bogus", "--bogus is no option of serve. See --help.\n")]
    public async Task A_command_line_that_cant_be_understood_is_answered_in_one_line_and_does_nothing(string line, string message)
    {
        var refused = await hub.Verb(line.Split(' '));
        Assert.Equal((2, "", message), (refused.Code, refused.Output, refused.Error));
        Assert.Empty(Directory.EnumerateFileSystemEntries(hub.Folder));
    }

    [Theory]
    [InlineData("fixed --active 1y --minimum 6m --due 2021-12-31 --completed 2021-07-30", 0, """{"expiry":"2022-12-31","windowOpens":"2022-10-31","graceEnds":"2022-12-31"}""")]
    [InlineData("completion --active 1m --completed 2026-01-31", 1, "")]
    [InlineData("sometimes --active 1y --completed 2026-01-31", 2, "")]
    public async Task Periods_are_previewed_without_a_database(string policy, int code, string json)
    {
        var preview = await hub.Verb(["DataFolder=/dev/null/nowhere"], ["periods", "preview", "--json", "--window", "2m", "--basis", .. policy.Split(' ')]);
        Assert.Equal((code, json), (preview.Code, preview.Output.TrimEnd()));
        Assert.Equal(code != 0, preview.Error.Length > 0);
    }

    [Theory]
    [InlineData("Hub:TimeZone=Mars/Olympus", "TrainingHub:Hub:TimeZone is \"Mars/Olympus\"")]
    [InlineData("DataFolder=/dev/null/nowhere", "TrainingHub:DataFolder is \"/dev/null/nowhere\"")]
    [InlineData("Database:ConnectionString=nonsense", "TrainingHub:Database:ConnectionString can't be read")]
    public async Task A_hub_that_cant_start_says_why_in_one_line(string setting, string message)
    {
        foreach (var words in new string[][] { ["serve"], ["jobs", "list"] })
        {
            var refused = await hub.Verb([setting], words);
            Assert.Equal(1, refused.Code);
            Assert.StartsWith(message, Assert.Single(refused.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_database_that_is_down_is_told_in_one_line()
    {
        var refused = await hub.Verb(["Database:Provider=postgres", $"Database:ConnectionString=Host=127.0.0.1;Port={PostgresCluster.FreePort()};Username=hub;Password=secret"], ["serve"]);
        Assert.Equal(1, refused.Code);
        Assert.StartsWith("The database can't be opened", Assert.Single(refused.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Courses_and_people_come_from_files_named_relative_to_the_caller()
    {
        Assert.Equal(0, (await hub.Verb("content", "export", "first")).Code);
        Assert.Equal(0, (await hub.Verb("content", "import", "first")).Code);
        Assert.Equal(0, (await hub.Verb("content", "export", "second")).Code);
        Assert.Equal(Bytes("first"), Bytes("second"));
        Assert.NotEmpty(Bytes("first"));

        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        await File.WriteAllTextAsync(Path.Combine(hub.Folder, "people.csv"), "姓名;工号;门店\n王小明;N-1;NOWHERE\n", Encoding.GetEncoding("GBK"));
        var refused = await hub.Verb("people", "import", "people.csv");
        Assert.Equal(1, refused.Code);
        Assert.Contains("Line 2, column site: NOWHERE is no code of the hub", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_ends_a_long_verb_and_is_no_fault_of_the_program()
    {
        var process = hub.Begin([], ["simulate", "--people", "30", "--months", "240", "--keep", "long"]);
        var work = Path.Combine(hub.Folder, "long", "traininghub.db");
        while (!File.Exists(work) && !process.HasExited) await Task.Delay(20);
        using (var interrupt = Process.Start("kill", ["-INT", $"{process.Id}"])) await interrupt.WaitForExitAsync();
        await process.WaitForExitAsync();
        Assert.Equal(130, process.ExitCode);
    }

    private Dictionary<string, string> Bytes(string folder)
    {
        var root = Path.Combine(hub.Folder, folder);
        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(root, f), f => Convert.ToHexString(File.ReadAllBytes(f)));
    }

    public void Dispose() => hub.Dispose();
}
