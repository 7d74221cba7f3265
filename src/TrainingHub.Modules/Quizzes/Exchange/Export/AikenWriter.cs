using System.Text;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>Writes Aiken: single choice with up to 26 options, one line each.</summary>
internal static class AikenWriter
{
    public static string Write(IEnumerable<ExchangeItem> items, List<ItemLoss> losses)
    {
        var text = new StringBuilder();
        foreach (var item in items)
        {
            if (item.Kind != "single" || item.Options.Count > 26 || item.Options.Count(o => o.Weight == 100) != 1)
            {
                losses.Add(new ItemLoss(ItemHead.Of(item), true, [Losses.Kind(item.Kind)]));
                continue;
            }
            var lost = Losses.OfOurs(item).ToList();
            if (item.Feedback is not null || item.Options.Any(o => o.Feedback is not null)) lost.Add(Problem.Because("The feedback."));
            if (item.Options.Any(o => o.Weight is not (0 or 100))) lost.Add(Problem.Because("The marks of options right in part."));
            if (item.Tags.Count > 0) lost.Add(Problem.Because("The tags."));
            if (item.Category is not null) lost.Add(Problem.Because("The category."));
            if (item.Mark is { } mark and not 1) lost.Add(Problem.Because("The marks ({0}).", ItemNumber.Write(mark)));
            if (lost.Count > 0) losses.Add(new ItemLoss(ItemHead.Of(item), false, lost));
            text.Append(Line(item.Text.Text)).Append('\n');
            for (var i = 0; i < item.Options.Count; i++) text.Append((char)('A' + i)).Append(") ").Append(Line(item.Options[i].Text.Text)).Append('\n');
            text.Append("ANSWER: ").Append((char)('A' + item.Options.ToList().FindIndex(o => o.Weight == 100))).Append("\n\n");
        }
        return text.ToString();
    }

    private static string Line(string text) => text.ReplaceLineEndings(" ").Trim();
}
