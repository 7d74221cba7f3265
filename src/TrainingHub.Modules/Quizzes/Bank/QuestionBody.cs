using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>What a question version keeps as JSON: what every kind has, and the kind's own content.</summary>
/// <param name="Media">The picture's path inside the course's folder.</param>
/// <param name="Picture">The picture's SHA-256: a changed picture makes a new version, and an old attempt keeps the picture it showed.</param>
internal sealed record QuestionBody(LocalText Stem, string? Media, string? Picture, LocalText? Alt, bool Shuffle, LocalText? Feedback, JsonElement Content)
{
    /// <summary>Where the course's pictures are served, by their content.</summary>
    [JsonIgnore]
    public string? PictureUrl => Picture is null ? null : $"/media/{Picture}{Path.GetExtension(Media)}";

    public static QuestionBody From(string json) => JsonSerializer.Deserialize<QuestionBody>(json, Json.Plain)!;

    public string ToJson() => JsonSerializer.Serialize(this, Json.Plain);
}

/// <summary>A question as a file or a form gives it, read and checked.</summary>
/// <param name="Slug">The id in questions.yaml.</param>
/// <param name="Line">Where it begins in the file.</param>
/// <param name="MaxMark">Milli-points.</param>
internal sealed record QuestionDraft(string Slug, int Line, string Kind, string? Clause, IReadOnlyList<string> Tags, int Difficulty, bool MustPass, long MaxMark, QuestionBody Body)
{
    /// <summary>Where it stands in the bank: "a/b", a slash in a name doubled. Moving it is no change of the question, so no version carries it.</summary>
    public string? Category { get; init; }

    /// <summary>SHA-256 over everything that makes it this question; records serialise in a fixed order, tags are sorted.</summary>
    public string Hash()
    {
        var canonical = JsonSerializer.SerializeToUtf8Bytes(new { Kind, Clause, Tags = Tags.Order(StringComparer.Ordinal).ToArray(), Difficulty, MustPass, MaxMark, Body }, Json.Plain);
        return Convert.ToHexStringLower(SHA256.HashData(canonical));
    }

    /// <summary>The same as long as nobody changed anything of it, its place included: for whoever works from an older sight of it.</summary>
    public string Stamp() => Category is null ? Hash() : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Hash()} {Category}")));
}
