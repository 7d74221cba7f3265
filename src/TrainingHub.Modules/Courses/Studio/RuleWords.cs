namespace TrainingHub.Modules.Courses.Studio;

/// <summary>What the rules of remarks are called, in English: keys of the texts. What a remark says is in English, as in a terminal.</summary>
internal static class RuleWords
{
    public static string Of(string rule) => rule switch
    {
        "clause" => "Clause neither taught nor tested",
        "translation" => "Translation to confirm",
        "link" => "Dead link",
        "minutes" => "Reading time",
        "sentence" => "Long sentence",
        "alike" => "Questions too much alike",
        "options" => "Options that give the answer away",
        "feedback" => "Wrong option without feedback",
        "trade" => "Too few questions for a trade",
        "contrast" => "Contrast of a drawing",
        "drawing" => "Drawing hard to read",
        _ => rule,
    };
}
