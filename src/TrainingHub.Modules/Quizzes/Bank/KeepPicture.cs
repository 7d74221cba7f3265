using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Exchange;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <param name="Media">As a course names its files: media/kitchen.png.</param>
/// <param name="Width">As it is looked at, upright.</param>
internal sealed record QuestionPicture(string Media, string Sha256, int Width, int Height);

/// <summary>
/// Takes in the picture of a question that is written in the studio: PNG or JPEG by its bytes, without what a camera wrote beside it. It is kept before the question
/// is, so that the form can show it and spots be set in it.
/// </summary>
internal sealed partial class KeepPicture(Db db, BlobStore blobs, TimeProvider clock)
{
    public const int MostMegabytes = 5;
    public const int MostBytes = MostMegabytes * 1024 * 1024;

    /// <summary>What a form may send: the picture, and as much again for its texts; more is cut off before it is read.</summary>
    public const int MostOfForm = 2 * MostBytes;

    public async Task<Outcome<QuestionPicture>> Handle(IFormFile file, CancellationToken ct)
    {
        if (file.Length > MostBytes) return Problem.Because("The picture is larger than {0} MB. Make it smaller and choose it again.", MostMegabytes);
        using var memory = new MemoryStream();
        await file.CopyToAsync(memory, ct);
        var bytes = memory.ToArray();
        if (Sizes(bytes) is null) return Problem.Because("Choose a PNG or JPEG picture. Other files are not taken here, SVG neither.");
        var cleaned = PhotoFile.Clean(bytes);
        if (cleaned.Problem is { } problem) return problem;
        var clean = cleaned.Value!;
        var sha256 = await blobs.Put(clean.Bytes, ct);
        var extension = clean.Type == "image/png" ? "png" : "jpg";
        await using var tx = await db.Begin(ct);
        await db.Execute("insert into quizzes_picture(sha256, extension, created_at) values (@sha256, @extension, @now) on conflict (sha256, extension) do nothing", new { sha256, extension, now = clock.GetUtcNow() }, ct);
        await tx.Commit(ct);
        var name = Unsafe().Replace(Path.GetFileNameWithoutExtension(file.FileName).ToLowerInvariant(), "-").Trim('-');
        return Upright($"media/{(name.Length == 0 ? "picture" : name[..Math.Min(name.Length, 60)])}.{extension}", sha256, clean.Bytes);
    }

    /// <summary>The picture that a form names; null where there is none such. What a form says of its size is not believed.</summary>
    public async Task<QuestionPicture?> Find(string? media, string? sha256, CancellationToken ct)
    {
        if (media is null || sha256 is null || !Named().IsMatch(media)) return null;
        var known = await db.Scalar<long>("select count(*) from quizzes_picture where sha256 = @sha256 and extension = @extension", new { sha256, extension = Path.GetExtension(media)[1..] }, ct);
        return known > 0 && await blobs.Get(sha256, ct) is { } bytes ? Upright(media, sha256, bytes) : null;
    }

    private static (int Width, int Height)? Sizes(ReadOnlySpan<byte> bytes) => Platform.Pictures.PictureSize.OfPng(bytes) ?? Platform.Pictures.PictureSize.OfJpeg(bytes);

    /// <summary>A camera held upright writes a picture that lies, and a note that turns it.</summary>
    private static QuestionPicture Upright(string media, string sha256, byte[] bytes)
    {
        var (width, height) = Sizes(bytes) ?? (0, 0);
        return CleanJpeg.IsQuarterTurned(bytes) ? new QuestionPicture(media, sha256, height, width) : new QuestionPicture(media, sha256, width, height);
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Unsafe();

    [GeneratedRegex(@"^media/[a-z0-9-]{1,60}\.(png|jpg)\z")]
    private static partial Regex Named();
}
