namespace TrainingHub.Modules.Platform.Text;

/// <summary>Why something was done, as somebody typed it. It is kept for good and shown beside the deed: it must be there, and has an end.</summary>
internal static class ReasonText
{
    public const int Most = 500;

    /// <param name="missing">What to say where there is none.</param>
    public static Outcome<string> Read(string? typed, Problem missing)
    {
        // A browser counts a line break as one character and sends two.
        var text = (typed ?? "").ReplaceLineEndings("\n").Trim();
        if (text.Length == 0) return missing;
        return text.Length > Most ? Problem.Because("A reason has at most {0} characters.", Most) : text;
    }
}
