using System.Security.Cryptography;
using System.Text;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>
/// The key under which something is offered whose id would tell the answer: the id of a pair says which left a right belongs to, and the ids that studio and
/// imports give to steps follow the right order. It comes from the text alone, which the learner sees anyway, so a corrected key leaves it as it is.
/// </summary>
internal static class TextKey
{
    public static string Of(LocalText text) => "r" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{text.Zh}\n{text.En}")))[..12];
}
