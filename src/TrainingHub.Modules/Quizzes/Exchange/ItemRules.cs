using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>What must hold of a question whichever format it came in, before the bank takes it.</summary>
internal static class ItemRules
{
    /// <summary>Null where nothing is wrong.</summary>
    public static Problem? Check(ExchangeItem item)
    {
        if (Texts(item).Any(t => t.Length > ExchangeLimits.Text)) return Problem.Because("A text of this question is longer than {0} characters.", ExchangeLimits.Text);
        if (item.Text.IsEmpty && item.Kind != ExchangeItem.Description) return Problem.Because("The question has no text.");
        if (item.Tags.Any(t => t.Length > 60)) return Problem.Because("A tag has at most 60 characters.");
        if (item.Mark is <= 0 or > 1000) return Problem.Because("The marks must be more than 0 and at most 1000.");
        return item.Kind switch
        {
            "single" or "multiple" => Choice(item),
            "true-false" => item.Options.Count(o => o.Weight == 100) == 1 ? null : Problem.Because("Exactly one of true and false must be the answer."),
            "matching" => Matching(item),
            "ordering" => item.Options.Count < 2 ? Problem.Because("At least two steps are needed.") : item.Options.Any(o => o.Text.IsEmpty) ? Problem.Because("A step has no text.") : TooMany(item.Options.Count),
            "fill-in" => item.Gaps.Count == 0 ? Problem.Because("There is no gap to fill in.") : item.Gaps.Select(Gap).FirstOrDefault(p => p is not null) ?? TooMany(item.Gaps.Count),
            "scenario" => item.Parts.Count == 0 ? Problem.Because("A scenario needs at least one question.") : item.Parts.Select(Check).FirstOrDefault(p => p is not null) ?? TooMany(item.Parts.Count),
            "hotspot" => item.Areas.Count == 0 || item.Areas.All(a => !a.Correct) ? Problem.Because("No spot of the picture is right.") : item.Picture is null ? Problem.Because("The picture is missing.") : TooMany(item.Areas.Count),
            _ => null,
        };
    }

    private static Problem? Choice(ExchangeItem item)
    {
        if (item.Options.Count < 2) return Problem.Because("At least two options are needed.");
        if (item.Options.Any(o => o.Text.IsEmpty)) return Problem.Because("An option has no text.");
        if (item.Kind == "single") return item.Options.Any(o => o.Weight == 100) ? TooMany(item.Options.Count) : Problem.Because("No option is fully right; one must be worth 100 %.");
        var sum = item.Options.Where(o => o.Weight > 0).Sum(o => o.Weight);
        if (sum == 0) return Problem.Because("No option is right.");
        // Three times 33 is meant to be all; 75 is not.
        return Math.Abs(sum - 100) > 1.01m ? Problem.Because("The right options add up to {0} %; they must make 100 %.", ItemNumber.Write(sum)) : TooMany(item.Options.Count);
    }

    private static Problem? Matching(ExchangeItem item)
    {
        if (item.Pairs.Count(p => p.Left is not null) < 2) return Problem.Because("At least two pairs are needed.");
        return item.Pairs.Any(p => p.Right.IsEmpty) ? Problem.Because("A pair has no right side.") : TooMany(item.Pairs.Count);
    }

    private static Problem? Gap(ItemGap gap)
    {
        if (gap.Answers.Any(a => a.Text is { IsEmpty: true })) return Problem.Because("An accepted answer is empty.");
        if (gap.Answers.FirstOrDefault(a => a.IsAnythingElse && a.Weight > 0) is { } any) return Problem.Because("The answer * takes any text and is worth {0} %: whatever is typed would earn marks. Write the accepted answers out.", ItemNumber.Write(any.Weight));
        if (gap.Answers.Any(a => a.Weight == 100 && !a.IsPattern)) return TooMany(gap.Answers.Count);
        return gap.Answers.FirstOrDefault(a => a.Weight == 100) is { } pattern ? Problem.Because("The only right answer is \"{0}\", in which the asterisk stands for any text; a gap takes only what is written. Write the accepted answers out, or \\* for an asterisk.", ItemHead.Of(pattern.Text!.Text))
            : Problem.Because("No answer is fully right; one must be worth 100 %.");
    }

    private static Problem? TooMany(int count) => count > ExchangeLimits.Options ? Problem.Because("There are {0}; at most {1} are allowed.", count, ExchangeLimits.Options) : null;

    private static IEnumerable<string> Texts(ExchangeItem item) => new[] { item.Text, item.Feedback, item.Rubric }
        .Concat(item.Options.SelectMany(o => new[] { o.Text, o.Feedback }))
        .Concat(item.Pairs.SelectMany(p => new[] { p.Left, p.Right }))
        .Concat(item.Gaps.SelectMany(g => g.Answers).SelectMany(a => new[] { a.Text, a.Feedback }))
        .OfType<ItemText>().SelectMany(t => t.Both is { } both ? new[] { both.Zh, both.En } : [t.Text]).Append(item.Name ?? "");
}
