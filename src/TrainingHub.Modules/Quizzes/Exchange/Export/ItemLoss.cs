using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>What a writer made of the items: their text, and for each item what the format has no place for.</summary>
internal sealed record WrittenItems(byte[] Bytes, IReadOnlyList<ItemLoss> Losses);

/// <param name="IsLeftOut">The format has no such kind at all; the item is not in the file.</param>
internal sealed record ItemLoss(string Item, bool IsLeftOut, IReadOnlyList<Problem> What);

/// <summary>What the formats of other programs can't carry of an item, whichever it is.</summary>
internal static class Losses
{
    public static Problem Kind(string label) => Problem.Because("The format has no such kind of question ({0}).", label);

    /// <summary>What nobody but our own tables knows.</summary>
    public static IEnumerable<Problem> OfOurs(ExchangeItem item)
    {
        if (item.HasOtherLanguage) yield return Problem.Because("The other language.");
        if (item.Clause is not null) yield return Problem.Because("The clause of the course.");
        if (item.MustPass == true) yield return Problem.Because("That it must be right.");
        if (item.Difficulty is > 1) yield return Problem.Because("The difficulty.");
        var usual = item.Kind switch { "multiple" or "matching" => Kinds.Scoring.PartMarks, "fill-in" when item.Gaps.Count > 1 => Kinds.Scoring.PartMarks, _ => Kinds.Scoring.AllOrNothing };
        if ((item.Scoring ?? Kinds.Scoring.AllOrNothing) != usual && item.Kind is "multiple" or "matching" or "ordering" or "fill-in") yield return Problem.Because("How answers right in part are marked.");
        if (item.Picture is not null) yield return Problem.Because("The picture.");
    }
}
