using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>Which language a question is in, by its characters: Chinese where Chinese characters are not a mere few among Latin letters.</summary>
internal static class ItemLanguage
{
    /// <summary>Null where there are no letters to tell by.</summary>
    public static string? Of(ExchangeItem item)
    {
        var (chinese, latin) = (0, 0);
        foreach (var c in Texts(item).SelectMany(t => t))
        {
            if (c is >= '\u3400' and <= '\u9fff' or >= '\uf900' and <= '\ufaff') chinese++;
            else if (char.IsAsciiLetter(c)) latin++;
        }
        // A Chinese character says about as much as four letters.
        return chinese + latin == 0 ? null : chinese * 4 >= latin ? Languages.Chinese : Languages.English;
    }

    /// <summary>For an item that has no letters: the language most others are in.</summary>
    public static string Most(IEnumerable<ExchangeItem> items) =>
        items.Select(Of).OfType<string>().GroupBy(l => l).OrderByDescending(g => g.Count()).Select(g => g.Key).FirstOrDefault(Languages.English);

    private static IEnumerable<string> Texts(ExchangeItem item) =>
    [
        item.Text.Text, .. item.Options.Select(o => o.Text.Text), .. item.Pairs.SelectMany(p => new[] { p.Left?.Text ?? "", p.Right.Text }),
        .. item.Gaps.SelectMany(g => g.Answers).Select(a => a.Text?.Text ?? ""), .. item.Parts.SelectMany(Texts),
    ];
}
