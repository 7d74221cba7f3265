using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>How a text of a file is to be read. Moodle's own "moodle" is text with line breaks in which HTML may stand.</summary>
internal static class TextFormats
{
    public const string Moodle = "moodle";
    public const string Html = "html";
    public const string Markdown = "markdown";
    public const string Plain = "plain";

    public static bool IsKnown(string name) => name is Moodle or Html or Markdown or Plain;
}

/// <summary>A text as a file has it, unescaped but not converted.</summary>
/// <param name="Both">Where the file itself has both languages.</param>
internal sealed record ItemText(string Text, string Format = TextFormats.Plain, LocalText? Both = null)
{
    public static readonly ItemText Empty = new("");

    public bool IsEmpty => Text.Length == 0 && Both is null;
}

/// <param name="Id">Where the file names its options; else null.</param>
/// <param name="Weight">Percent of the full marks: 100, 33.33333, −50.</param>
internal sealed record ItemOption(ItemText Text, decimal Weight, ItemText? Feedback = null, string? Id = null)
{
    /// <summary>The weight is the question's own, not what its rule of scoring makes of right and wrong.</summary>
    public bool HasOwnWeight { get; init; }
}

/// <summary>One answer that a gap takes: a text, or a number with a tolerance.</summary>
internal sealed record ItemAnswer(ItemText? Text, decimal? Number, decimal? Tolerance, decimal Weight, ItemText? Feedback = null)
{
    /// <summary>An asterisk in the text stands for any text, as Moodle has it, and \* for itself.</summary>
    public bool HasWildcards { get; init; }

    /// <summary>Whatever else is typed.</summary>
    public bool IsAnythingElse => HasWildcards && Variants.Any() && Variants.All(v => v.Trim('*').Length == 0);

    /// <summary>Takes more than one can write down: "*ly".</summary>
    public bool IsPattern => HasWildcards && !IsAnythingElse && Variants.Any(Wildcards.In);

    /// <summary>What is to be typed.</summary>
    public ItemText? Words => !HasWildcards || Text is null ? Text
        : Text with { Text = Wildcards.Unescape(Text.Text), Both = Text.Both is { } both ? new LocalText(Wildcards.Unescape(both.Zh), Wildcards.Unescape(both.En)) : null };

    private IEnumerable<string> Variants => (Text?.Both is { } both ? new[] { both.Zh, both.En } : [Text?.Text ?? ""]).Where(v => v.Length > 0);
}

/// <summary>A gap; the item's text marks it as [[1]], [[2]], …</summary>
internal sealed record ItemGap(IReadOnlyList<ItemAnswer> Answers, bool CaseMatters = false);

/// <param name="Left">Null: the right belongs to none.</param>
internal sealed record ItemPair(ItemText? Left, ItemText Right);

internal sealed record ItemArea(string Shape, IReadOnlyList<decimal> At, bool Correct, ItemText Label, string? Id = null);

/// <summary>A picture that came with the file, or the name of one that the course has.</summary>
internal sealed record ItemPicture(string Name, byte[]? Bytes, ItemText Alt);

/// <summary>A question between a file and the bank: what every format can be read into and written from. It knows nothing of either.</summary>
/// <param name="Line">Where it begins in the file, from 1; 0 where the format has no lines.</param>
/// <param name="Kind">As the bank names it; <see cref="Description"/> for a text that asks nothing.</param>
internal sealed record ExchangeItem(int Line, string Kind, ItemText Text)
{
    public const string Description = "description";

    /// <summary>As the format itself calls it: "multichoice".</summary>
    public string? Source { get; init; }

    public string? Name { get; init; }

    /// <summary>What the file says is its identity: Moodle's idnumber, QTI's identifier, the table's id.</summary>
    public string? Id { get; init; }

    /// <summary>As "a/b"; a slash within a name is doubled.</summary>
    public string? Category { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public string? Clause { get; init; }

    public int? Difficulty { get; init; }

    public bool? MustPass { get; init; }

    public ItemText? Feedback { get; init; }

    /// <summary>Full marks; null where the format says nothing of them.</summary>
    public decimal? Mark { get; init; }

    public bool? Shuffle { get; init; }

    /// <summary>all-or-nothing or part-marks; null where the format says nothing of it.</summary>
    public string? Scoring { get; init; }

    /// <summary>single, multiple and true-false (then "true" and "false" are their ids); ordering: in the right order, without weights.</summary>
    public IReadOnlyList<ItemOption> Options { get; init; } = [];

    public IReadOnlyList<ItemPair> Pairs { get; init; } = [];

    /// <summary>fill-in.</summary>
    public IReadOnlyList<ItemGap> Gaps { get; init; } = [];

    /// <summary>scenario.</summary>
    public IReadOnlyList<ExchangeItem> Parts { get; init; } = [];

    public IReadOnlyList<ItemArea> Areas { get; init; } = [];

    public ItemPicture? Picture { get; init; }

    /// <summary>free-text and photo.</summary>
    public ItemText? Rubric { get; init; }

    public int? MaxLength { get; init; }

    /// <summary>The bank has it in another language too, which is not in these texts.</summary>
    public bool HasOtherLanguage { get; init; }

    /// <summary>What the file says and the bank has no place for.</summary>
    public IReadOnlyList<Problem> Lost { get; init; } = [];
}

/// <param name="Line">In the file, from 1; 0 where it concerns the file as a whole.</param>
/// <param name="Item">The item's name or the beginning of its text; null where it concerns none.</param>
internal sealed record ItemFault(int Line, string? Item, Problem What)
{
    public string In(Localizer t) => (Line, Item) switch
    {
        (0, null) => t[What],
        (0, _) => t["{0}: {1}", Item, t[What]],
        (_, null) => t["Line {0}: {1}", Line, t[What]],
        _ => t["Line {0}, {1}: {2}", Line, Item, t[What]],
    };
}

/// <summary>What was read from a file: every item that is whole, and every fault.</summary>
internal sealed record ItemFile(IReadOnlyList<ExchangeItem> Items, IReadOnlyList<ItemFault> Faults)
{
    /// <summary>As it was found out or declared: "utf-8", "gb18030".</summary>
    public string? Encoding { get; init; }

    public static ItemFile Of(Problem problem) => new([], [new ItemFault(0, null, problem)]);
}
