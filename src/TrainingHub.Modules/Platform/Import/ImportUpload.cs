using Microsoft.AspNetCore.Http;

namespace TrainingHub.Modules.Platform.Import;

/// <summary>The file that somebody chose to import on a page.</summary>
internal static class ImportUpload
{
    public const int MostBytes = 4 * 1024 * 1024;

    /// <param name="verb">By which larger ones are imported on the server.</param>
    public static async Task<Outcome<byte[]>> Read(IFormFile? file, string verb, CancellationToken ct)
    {
        if (file is null || file.Length == 0) return Problem.Because("Choose a CSV file that is not empty.");
        if (file.Length > MostBytes) return Problem.Because("The file is larger than {0} MB. Split it, or import it on the server with \"{1}\".", MostBytes / 1024 / 1024, verb);
        using var memory = new MemoryStream((int)file.Length);
        await file.CopyToAsync(memory, ct);
        return memory.ToArray();
    }
}
