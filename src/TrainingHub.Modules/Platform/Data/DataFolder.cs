namespace TrainingHub.Modules.Platform.Data;

/// <summary>Makes sure, before anything is written, that the data folder is there and takes files.</summary>
internal static class DataFolder
{
    /// <exception cref="SettingException">It can't be made or written to.</exception>
    public static void Claim(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".claim-{Environment.ProcessId}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"{HubSettings.Section}:DataFolder is \"{folder}\", where nothing can be written: {e.Message} Name another folder, or let this account write there.");
        }
    }
}
