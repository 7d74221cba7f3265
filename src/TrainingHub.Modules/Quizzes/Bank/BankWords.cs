using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>What the bank's values are called on the screen.</summary>
internal static class BankWords
{
    public static string Difficulty(int level, Localizer t) => level switch { 1 => t["Easy"], 2 => t["Medium"], _ => t["Hard"] };

    /// <summary>One line of a quiz's draw.</summary>
    public static string Line(DrawLine line, Localizer t)
    {
        var tags = string.Join(t.IsChinese ? "、" : ", ", line.Tags);
        return line switch
        {
            { Category: null, Tags.Count: 0 } => t["{0} of all questions", line.Count],
            { Category: null } => t["{0} with the tags {1}", line.Count, tags],
            { Tags.Count: 0, Subcategories: true } => t["{0} of the category {1} and those below it", line.Count, line.Category],
            { Tags.Count: 0 } => t["{0} of the category {1}", line.Count, line.Category],
            { Subcategories: true } => t["{0} of the category {1} and those below it, with the tags {2}", line.Count, line.Category, tags],
            _ => t["{0} of the category {1}, with the tags {2}", line.Count, line.Category, tags],
        };
    }

    public static string Proposal(string state, Localizer t) => state switch
    {
        "waiting" => t["Waiting"],
        "accepted" => t["Accepted"],
        "returned" => t["Sent back"],
        _ => t["Withdrawn"],
    };

    public static string ProposalStatus(string state) => state switch { "waiting" => "status-info", "accepted" => "status-ok", "returned" => "status-warn", _ => "" };
}
