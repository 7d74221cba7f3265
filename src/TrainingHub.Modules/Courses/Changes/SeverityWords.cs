using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Courses.Changes;

/// <summary>Judgements of a change and kinds of change in the reader's language.</summary>
internal static class SeverityWords
{
    public static string Severity(string severity, Localizer t) => severity switch { "cosmetic" => t["Cosmetic"], "clarifying" => t["Clarifying"], _ => t["Material"] };

    public static string Meaning(string severity, Localizer t) => severity switch
    {
        "cosmetic" => t["spelling, layout: the same words"],
        "clarifying" => t["the same rule, said better"],
        _ => t["another rule: who knows the old text must learn the new one"],
    };

    public static string Change(string change, Localizer t) => change switch { "added" => t["New clause"], "removed" => t["Clause removed"], _ => t["Clause changed"] };
}
