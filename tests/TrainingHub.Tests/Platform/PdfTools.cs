using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;

namespace TrainingHub.Tests.Platform;

/// <summary>Other people's readers of PDF: what they see is what counts.</summary>
internal static class PdfTools
{
    public static void AssertSound(byte[] pdf) => Assert.Contains("No syntax or stream encoding errors found", Read(pdf, "qpdf", "--check", "{file}"), StringComparison.Ordinal);

    public static string Text(byte[] pdf) => Read(pdf, "pdftotext", "-enc", "UTF-8", "{file}", "-");

    public static string Fonts(byte[] pdf) => Read(pdf, "pdffonts", "{file}");

    /// <param name="pdf">The document.</param>
    /// <param name="option">"-struct-text", "-meta"; none for the overview.</param>
    public static string Info(byte[] pdf, string? option = null) => option is null ? Read(pdf, "pdfinfo", "{file}") : Read(pdf, "pdfinfo", option, "{file}");

    /// <summary>The objects in plain text.</summary>
    public static string Objects(byte[] pdf) => Read(pdf, "qpdf", "--qdf", "--object-streams=disable", "{file}", "-");

    /// <summary>What a phone reads from the first page.</summary>
    public static string QrCode(byte[] pdf)
    {
        var image = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            Read(pdf, "pdftoppm", "-r", "110", "-png", "-singlefile", "{file}", image);
            return Run("zbarimg", "-q", "--raw", image + ".png").Trim();
        }
        finally { File.Delete(image + ".png"); }
    }

    /// <summary>Every word with its place in points from the upper left corner; its height is cut down to where ink usually is.</summary>
    public static IReadOnlyList<Word> Words(byte[] pdf) =>
        XDocument.Parse(Read(pdf, "pdftotext", "-bbox", "{file}", "-")).Descendants().Where(e => e.Name.LocalName == "word").Select(e =>
        {
            double At(string name) => double.Parse(e.Attribute(name)!.Value, CultureInfo.InvariantCulture);
            var lead = (At("yMax") - At("yMin")) * 0.16;
            return new Word(e.Value, At("xMin"), At("yMin") + lead, At("xMax"), At("yMax") - lead);
        }).ToList();

    private static string Read(byte[] pdf, string tool, params string[] arguments)
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".pdf");
        try
        {
            File.WriteAllBytes(file, pdf);
            return Run(tool, [.. arguments.Select(a => a == "{file}" ? file : a)]);
        }
        finally { File.Delete(file); }
    }

    private static string Run(string tool, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{tool} ended with {process.ExitCode}: {output}{errors.Result}");
        return output;
    }

    internal sealed record Word(string Text, double Left, double Top, double Right, double Bottom)
    {
        public bool Overlaps(Word other) => Left + 0.1 < other.Right && other.Left + 0.1 < Right && Top < other.Bottom && other.Top < Bottom;
    }
}
