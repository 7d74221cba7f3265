using System.Diagnostics;

namespace TrainingHub.BrowserTests;

/// <summary>Debian's programs that read a PDF and a QR code as a stranger would.</summary>
internal static class Tools
{
    public static async Task<string> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} failed: {await error}");
    }

    /// <summary>What the QR code on the first page says.</summary>
    public static async Task<string> QrOf(string pdf, string folder)
    {
        var picture = Path.Combine(folder, Path.GetRandomFileName());
        await Run("pdftoppm", "-r", "150", "-png", "-singlefile", pdf, picture);
        return await QrIn(picture + ".png");
    }

    public static async Task<string> QrIn(string picture) => (await Run("zbarimg", "--quiet", "--raw", picture)).Trim();
}
