using TrainingHub.Modules.Platform.Pdf;

namespace TrainingHub.Tests.Platform;

/// <summary>The hub's own fonts, from the web project's client packages.</summary>
internal static class TestFonts
{
    private static readonly string Folder = Find();

    public static string RegularPath { get; } = Path.Combine(Folder, "400Regular", "NotoSansSC_400Regular.ttf");

    public static string BoldPath { get; } = Path.Combine(Folder, "700Bold", "NotoSansSC_700Bold.ttf");

    /// <summary>Parsed once for the whole run: it is read-only, and parsing all glyphs of Chinese takes a while.</summary>
    public static PdfFonts Shared { get; } = new(RegularPath, BoldPath);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "TrainingHub.sln"))) continue;
            var fonts = Path.Combine(folder.FullName, "src", "TrainingHub.Web", "node_modules", "@expo-google-fonts", "noto-sans-sc");
            return Directory.Exists(fonts) ? fonts : throw new InvalidOperationException($"No fonts in {fonts}: run 'npm ci' in src/TrainingHub.Web.");
        }
        throw new InvalidOperationException("No TrainingHub.sln above " + AppContext.BaseDirectory);
    }
}
