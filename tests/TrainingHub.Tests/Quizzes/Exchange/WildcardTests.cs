using System.Net;
using System.Text;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Exchange;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Tests.Quizzes.Exchange;

/// <summary>In each format in which an asterisk stands for any text: nobody is made right or wrong by it, and what a gap can't keep of it is named.</summary>
public sealed class WildcardTests
{
    public static TheoryData<string> Formats => ["gift", "moodle-xml", "cloze", "csv"];

    /// <summary>A question with these answers.</summary>
    private static ItemFile Read(string format, params (int Weight, string Text, string? Feedback)[] answers)
    {
        string Xml(string text) => WebUtility.HtmlEncode(text);
        var text = format switch
        {
            "gift" => $"Who? {{{string.Concat(answers.Select(a => $"=%{a.Weight}%{a.Text}{(a.Feedback is null ? "" : "#" + a.Feedback)} "))}}}",
            "cloze" => $"<quiz><question type=\"cloze\"><questiontext format=\"html\"><text>Who? {{1:SA:{string.Join('~', answers.Select(a => $"%{a.Weight}%{a.Text}{(a.Feedback is null ? "" : "#" + a.Feedback)}"))}}}</text></questiontext></question></quiz>",
            "moodle-xml" => $"<quiz><question type=\"shortanswer\"><questiontext format=\"html\"><text>Who?</text></questiontext>{string.Concat(answers.Select(a => $"<answer fraction=\"{a.Weight}\"><text>{Xml(a.Text)}</text><feedback><text>{a.Feedback}</text></feedback></answer>"))}</question></quiz>",
            _ => $"kind,stem_en,{string.Join(',', answers.Select((_, i) => $"option_{i + 1}_en,option_{i + 1}_right,option_{i + 1}_feedback_en"))}\nfill-in,Who?,{string.Join(',', answers.Select(a => $"{a.Text},{a.Weight},{a.Feedback}"))}\n",
        };
        return ReadItems.Of(format == "cloze" ? "moodle-xml" : format, Encoding.UTF8.GetBytes(text));
    }

    private static (Blank Gap, string[] Lost) Kept(ItemFile file)
    {
        Assert.Empty(file.Faults.Select(f => f.What.ToString()));
        var kept = ItemToBank.Of(Assert.Single(file.Items), "q", "en");
        return (Assert.Single(FillInContent.From(kept.Draft.Body.Content).Blanks), [.. kept.Lost.Select(l => l.ToString())]);
    }

    [Theory, MemberData(nameof(Formats))]
    public void An_asterisk_for_everything_else_is_no_answer_and_its_feedback_is_named(string format)
    {
        var (gap, lost) = Kept(Read(format, (100, "Ann", null), (0, "*", "Not she")));
        Assert.Equal(["Ann"], gap.Accept!.All);
        Assert.Null(gap.Others);
        Assert.Equal(["The feedback to all other answers."], lost);
        Assert.Empty(Kept(Read(format, (100, "Ann", null), (0, "*", null))).Lost);
    }

    [Theory, MemberData(nameof(Formats))]
    public void An_asterisk_that_gives_marks_for_whatever_is_typed_is_refused(string format)
    {
        foreach (var file in new[] { Read(format, (100, "*", null)), Read(format, (100, "Ann", null), (20, "*", null)) })
        {
            Assert.Empty(file.Items);
            Assert.Contains("whatever is typed would earn marks", Assert.Single(file.Faults).What.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Formats))]
    public void An_asterisk_within_an_answer_is_named_and_the_answer_left_out_unless_it_is_the_only_right_one(string format)
    {
        var (gap, lost) = Kept(Read(format, (100, "Ann", null), (100, "Ann*", null), (50, "*na", null)));
        Assert.Equal((100, 0, 0), (gap.Worth("ann"), gap.Worth("Anna"), gap.Worth("Ann*")));
        Assert.Equal(["Ann* 100", "*na 50"], lost.Select(l => l.Split('"')[1] + " " + l.Split('(', '%')[1].Trim()));
        Assert.Contains("The only right answer is \"Ann*\"", Assert.Single(Read(format, (100, "Ann*", null), (50, "Bo", null)).Faults).What.ToString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Formats))]
    public void An_escaped_asterisk_is_one_and_comes_back_as_one(string format)
    {
        var file = Read(format, (100, "5\\*5", null), (50, "\\*", null));
        var (gap, lost) = Kept(file);
        Assert.Empty(lost);
        Assert.Equal((100, 50, 0), (gap.Worth("5*5"), gap.Worth("*"), gap.Worth("515")));
        var to = format == "cloze" ? "moodle-xml" : format;
        var bank = ItemToBank.Of(file.Items[0], "q", Languages.English).Draft;
        var again = ReadItems.Of(to, ExportItems.Write(to, [BankToItem.Of(bank, null, Languages.English, both: format == "csv")]).Bytes);
        Assert.Equal(gap.Accept!.En, Kept(again).Gap.Accept!.En);
    }

    [Theory]
    [InlineData("{#5 =%0%*#No}", null)]
    [InlineData("{#5 ~#No}", null)]
    [InlineData("{#5 =*}", "whatever is typed")]
    public void Of_a_number_too(string answers, string? fault)
    {
        var file = ReadItems.Of("gift", Encoding.UTF8.GetBytes("How many? " + answers));
        if (fault is not null) Assert.Contains(fault, Assert.Single(file.Faults).What.ToString(), StringComparison.Ordinal);
        else Assert.Equal(["The feedback to all other answers."], Kept(file).Lost);
    }
}
