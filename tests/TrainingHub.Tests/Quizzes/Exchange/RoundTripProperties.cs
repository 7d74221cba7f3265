using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Exchange;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Tests.Quizzes.Exchange;

/// <summary>What is exported and imported again is the same question of the bank, for every kind that the format carries.</summary>
public sealed partial class RoundTripProperties
{
    private static readonly string[] Pieces =
        ["a", "Wash", "洗手", "é", " ", "\n", "=", "~", "#", "{", "}", ":", "\\", "\\n", "%50%", "//", "[html]", "<b>", "&amp;", "\"", "'", ",", ";", "=1+1", "@x", "####", "1.5", "$CATEGORY:", "ANSWER: A", "A) x", "&#39;", "_", "|", "*", "\\*"];

    private static readonly Gen<string> Texts =
        from parts in Gen.Elements(Pieces).ListOf()
        let text = Tidy(string.Concat(parts.Take(12)))
        where text.Length > 0
        select text;

    private static string Tidy(string text) => Lines().Replace(Spaces().Replace(text, " "), "\n").Trim();

    private static Gen<ItemText?> Maybe(bool both) => Gen.OneOf(Gen.Constant<ItemText?>(null), Words(both).Select(t => (ItemText?)t));

    private static Gen<ItemText> Words(bool both) => both
        ? from zh in Texts from en in Texts select new ItemText(en, TextFormats.Plain, new LocalText(zh, en))
        : from text in Texts select new ItemText(text);

    private static Gen<IReadOnlyList<T>> Several<T>(Gen<T> of, int least, int most) => from count in Gen.Choose(least, most) from list in of.ListOf(count) select (IReadOnlyList<T>)[.. list];

    private static Gen<ExchangeItem> Items(string kind, bool both) =>
        from stem in Words(both)
        from feedback in Maybe(both)
        from tags in Several(Gen.Elements("core", "标签", "two words"), 0, 2)
        from filled in Filled(new ExchangeItem(0, kind, stem) { Feedback = feedback, Tags = [.. tags.Distinct()], Category = "Kitchen/Hot // cold" }, both)
        select filled;

    private static Gen<ExchangeItem> Filled(ExchangeItem item, bool both) => item.Kind switch
    {
        "single" => from options in Several(Option(both, Gen.Elements(0m, 0m, 50m, -33.33333m)), 1, 5) from right in Option(both, Gen.Constant(100m)) select item with { Options = [.. options, right] },
        "multiple" => from wrong in Several(Option(both, Gen.Elements(0m, -50m)), 1, 3) from right in Several(Option(both, Gen.Constant(50m)), 2, 2) select item with { Options = [.. wrong, .. right] },
        "true-false" => from answer in Gen.Elements(0m, 100m) from a in Maybe(both) from b in Maybe(both) select item with { Options = [new(new ItemText("true"), answer, a, "true"), new(new ItemText("false"), 100 - answer, b, "false")] },
        "matching" => from pairs in Several(from l in Words(both) from r in Words(both) select new ItemPair(l, r), 2, 4) from more in Several(Words(both), 0, 2) select item with { Pairs = [.. pairs, .. more.Select(m => new ItemPair(null, m))] },
        "ordering" => from steps in Several(Words(both), 2, 5) select item with { Options = [.. steps.Select(s => new ItemOption(s, 0))] },
        "fill-in" => from gap in Gen.OneOf(WordGap(both), NumberGap(both)) select item with { Text = Behind(item.Text), Gaps = [gap] },
        _ => Gen.Constant(item),
    };

    private static ItemText Behind(ItemText text) => text with { Text = text.Text + " [[1]]", Both = text.Both is { } both ? new LocalText(both.Zh + " [[1]]", both.En + " [[1]]") : null };

    private static Gen<ItemOption> Option(bool both, Gen<decimal> weights) => from text in Words(both) from weight in weights from feedback in Maybe(both) select new ItemOption(text, weight, feedback);

    private static Gen<ItemGap> WordGap(bool both) =>
        from full in Texts.Where(t => !t.StartsWith('#')).Select(t => new ItemText(t, TextFormats.Plain, both ? new LocalText(t, t) : null))
        from feedback in Maybe(both)
        from part in Texts.Where(t => !t.StartsWith('#'))
        from weight in Gen.Elements(50m, 33.33333m)
        select new ItemGap([new ItemAnswer(full, null, null, 100, feedback), new ItemAnswer(new ItemText(part, TextFormats.Plain, both ? new LocalText(part, part) : null), null, null, weight)]);

    private static Gen<ItemGap> NumberGap(bool both) =>
        from number in Gen.Choose(-5000, 5000) from tolerance in Gen.Choose(0, 50) from feedback in Maybe(both)
        select new ItemGap([new ItemAnswer(null, number / 100m, tolerance / 100m, 100, feedback), new ItemAnswer(null, number / 100m, tolerance / 50m, 50)]);

    private static string Body(ExchangeItem item)
    {
        var question = ItemToBank.Of(item, "q", Languages.English);
        return $"{item.Category} [{string.Join(';', question.Draft.Tags)}] {question.Draft.Kind} {question.Draft.Body.ToJson()}";
    }

    private static void Holds(string format, string kind, bool both) => Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(Items(kind, both).ToArbitrary(), item =>
    {
        var draft = ItemToBank.Of(item, "q", Languages.English).Draft;
        var written = ExportItems.Write(format, [BankToItem.Of(draft, item.Category, Languages.English, both)]);
        Assert.DoesNotContain(written.Losses, l => l.IsLeftOut);
        var read = ReadItems.Of(format, written.Bytes);
        Assert.Empty(read.Faults);
        Assert.Empty(read.Items.SelectMany(i => i.Lost));
        Assert.Equal(Body(item), Body(Assert.Single(read.Items)));
    }));

    [Theory]
    [InlineData("single")]
    [InlineData("multiple")]
    [InlineData("true-false")]
    [InlineData("matching")]
    [InlineData("fill-in")]
    [InlineData("free-text")]
    public void Gift_gives_back_what_it_was_given(string kind) => Holds(ReadItems.Gift, kind, both: false);

    [Theory]
    [InlineData("single")]
    [InlineData("multiple")]
    [InlineData("true-false")]
    [InlineData("matching")]
    [InlineData("ordering")]
    [InlineData("fill-in")]
    [InlineData("free-text")]
    [InlineData("photo")]
    public void Moodle_xml_gives_back_what_it_was_given(string kind) => Holds(ReadItems.MoodleXml, kind, both: false);

    [Theory]
    [InlineData("csv", "single")]
    [InlineData("csv", "multiple")]
    [InlineData("csv", "true-false")]
    [InlineData("csv", "matching")]
    [InlineData("csv", "ordering")]
    [InlineData("csv", "fill-in")]
    [InlineData("csv", "free-text")]
    [InlineData("xlsx", "single")]
    [InlineData("xlsx", "matching")]
    [InlineData("xlsx", "fill-in")]
    [InlineData("xlsx", "photo")]
    public void A_table_gives_back_both_languages(string format, string kind) => Holds(format, kind, both: true);

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();

    [GeneratedRegex(@" *\n\s*")]
    private static partial Regex Lines();
}
