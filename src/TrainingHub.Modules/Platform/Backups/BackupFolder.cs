using System.Globalization;
using System.Text.RegularExpressions;

namespace TrainingHub.Modules.Platform.Backups;

/// <param name="IsWhole">Whether it ends with its seal; a file that was cut off does not.</param>
internal sealed record StoredBackup(string Name, DateTimeOffset MadeAt, long Size, bool IsWhole);

/// <summary>The nightly backups in backups/ of the data folder, by their names. Files of other names are never touched.</summary>
internal sealed partial class BackupFolder(HubSettings settings)
{
    private const string Time = "yyyy-MM-dd'T'HHmmss'Z'";

    [GeneratedRegex(@"^traininghub-(\d{4}-\d\d-\d\dT\d{6}Z)\.backup$")]
    private static partial Regex Pattern { get; }

    public string Path { get; } = System.IO.Path.Combine(settings.DataFolder, "backups");

    /// <summary>In UTC, so that names are in the order of time on every day of the year.</summary>
    public string NameFor(DateTimeOffset now) => System.IO.Path.Combine(Path, $"traininghub-{now.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture)}.backup");

    /// <summary>The newest first.</summary>
    public async Task<List<StoredBackup>> List(CancellationToken ct)
    {
        var stored = new List<StoredBackup>();
        foreach (var (name, at) in Names())
        {
            await using var file = new FileStream(System.IO.Path.Combine(Path, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            stored.Add(new StoredBackup(name, at, file.Length, await BackupSeal.IsPresent(file, ct)));
        }
        return stored;
    }

    /// <summary>What a killed run left half written.</summary>
    public void RemoveDrafts()
    {
        if (!Directory.Exists(Path)) return;
        foreach (var draft in Directory.EnumerateDirectories(Path, "traininghub-*" + MakeBackup.DraftSuffix)) Directory.Delete(draft, recursive: true);
    }

    /// <summary>Removes all but the newest, and says how many.</summary>
    public int RemoveOld(int keep)
    {
        var old = Names().Skip(keep).ToList();
        foreach (var (name, _) in old) File.Delete(System.IO.Path.Combine(Path, name));
        return old.Count;
    }

    private List<(string Name, DateTimeOffset At)> Names() => !Directory.Exists(Path) ? [] :
    [
        .. Directory.EnumerateFiles(Path).Select(f => System.IO.Path.GetFileName(f)).Select(name => (name, Pattern.Match(name))).Where(f => f.Item2.Success)
            .Select(f => (f.name, DateTimeOffset.ParseExact(f.Item2.Groups[1].Value, Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal))).OrderByDescending(f => f.Item2),
    ];
}
