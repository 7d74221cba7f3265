namespace TrainingHub.Tests.Testing;

/// <summary>Compares a text with the file that somebody read and approved. A difference leaves the new text beside it as *.received.txt; rename it once it was read.</summary>
internal static class Approved
{
    /// <param name="path">Below tests/TrainingHub.Tests.</param>
    public static void Check(string path, string received)
    {
        var file = Path.Combine(Repository.Root, "tests", "TrainingHub.Tests", path);
        var newer = Path.ChangeExtension(file, ".received.txt");
        var approved = File.Exists(file) ? File.ReadAllText(file) : "";
        if (approved == received)
        {
            File.Delete(newer);
            return;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(newer, received);
        Assert.Equal(approved, received);
    }
}
