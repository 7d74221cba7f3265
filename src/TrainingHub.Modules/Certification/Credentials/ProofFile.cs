using Microsoft.AspNetCore.Http;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certification.Credentials;

/// <summary>A scan or photo of a paper: what it is, its own first bytes say, not its name.</summary>
internal sealed record ProofFile(byte[] Bytes, string Name, string Type)
{
    public const int MostBytes = 10 * 1024 * 1024;

    public static async Task<Outcome<ProofFile>> Read(IFormFile? file, CancellationToken ct)
    {
        if (file is null || file.Length == 0) return Problem.Because("Choose the proof: a scan or a photo of the paper.");
        if (file.Length > MostBytes) return Problem.Because("The proof is larger than {0} MB. Scan it with a lower resolution.", MostBytes / 1024 / 1024);
        using var buffer = new MemoryStream((int)file.Length);
        await file.CopyToAsync(buffer, ct);
        var bytes = buffer.ToArray();
        return TypeOf(bytes) is { } type ? new ProofFile(bytes, Named(NameOf(file.FileName), type), type) : Problem.Because("The proof is neither a PDF nor a PNG or JPEG picture. Save it as one of these.");
    }

    /// <summary>With the ending of what it is: whoever saves it opens it as that.</summary>
    public static string Named(string name, string? type) => Path.ChangeExtension(name, type switch { "application/pdf" => "pdf", "image/png" => "png", "image/jpeg" => "jpg", _ => "bin" });

    /// <summary>By its first bytes; null for what is not taken as proof.</summary>
    public static string? TypeOf(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("%PDF-"u8) ? "application/pdf"
        : bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg" : null;

    /// <summary>The last part of what the browser sent, without what a file system or a header could stumble over.</summary>
    private static string NameOf(string sent)
    {
        var last = sent[(sent.LastIndexOfAny(['/', '\\']) + 1)..];
        var clean = string.Concat(last.Where(c => !char.IsControl(c) && c is not ('"' or '<' or '>' or '|' or ':' or '*' or '?'))).Trim();
        return clean.Length == 0 ? "proof" : clean.Length > 120 ? clean[^120..] : clean;
    }
}
