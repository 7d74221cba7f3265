using System.Security.Cryptography;
using System.Text;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Quizzes.Exams;

/// <summary>Six signs that nobody mistakes when they stand on a board or are called out: none of 0 O, 1 I L, 2 Z, 5 S, 8 B, U V.</summary>
internal static class ExamCode
{
    private const string Alphabet = "34679ACDEFGHJKMNPQRTWXY";
    private const int Length = 6;

    public static string Draw(Entropy entropy) => string.Create(Length, entropy, static (span, chance) =>
    {
        for (var i = 0; i < span.Length; i++) span[i] = Alphabet[chance.Below(Alphabet.Length)];
    });

    /// <summary>As it is shown: "7K3 M9Q".</summary>
    public static string Shown(string code) => $"{code[..3]} {code[3..]}";

    /// <summary>Small or full-width letters, spaces and hyphens make no difference.</summary>
    public static bool IsSame(string code, string typed)
    {
        var folded = new string([.. typed.Normalize(NormalizationForm.FormKC).Where(char.IsAsciiLetterOrDigit).Select(char.ToUpperInvariant)]);
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(code), Encoding.ASCII.GetBytes(folded));
    }
}

/// <summary>The codes as they are stored. A scheduled quiz has one of its own.</summary>
internal sealed class ExamCodes(Db db)
{
    internal sealed record Row(string Code, DateTimeOffset DrawnAt);

    public Task<Row?> Current(long quizId, long? scheduleId, CancellationToken ct) => db.Row<Row>(
        "select code, drawn_at from quizzes_exam_code where quiz_id = @quizId and coalesce(schedule_id, 0) = @schedule order by id desc limit 1", new { quizId, schedule = scheduleId ?? 0 }, ct);
}
