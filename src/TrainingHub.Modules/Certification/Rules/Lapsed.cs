namespace TrainingHub.Modules.Certification.Rules;

/// <summary>What is asked of somebody who let a certification lapse: its grace is over, and it was not renewed.</summary>
internal enum Lapsed
{
    /// <summary>The renewal path, as before.</summary>
    Renewal,

    /// <summary>The whole requirement, as if for the first time.</summary>
    Full,
}

internal static class LapsedText
{
    /// <summary>Reads "renewal" or "full": the words of program.yaml.</summary>
    public static bool TryParse(string? text, out Lapsed lapsed)
    {
        lapsed = text == "full" ? Lapsed.Full : Lapsed.Renewal;
        return text is "full" or "renewal";
    }

    public static string ToText(this Lapsed lapsed) => lapsed == Lapsed.Full ? "full" : "renewal";
}
