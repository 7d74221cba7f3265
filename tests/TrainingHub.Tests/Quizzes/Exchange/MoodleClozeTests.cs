using System.Net;
using System.Text;
using TrainingHub.Modules.Quizzes.Exchange;

namespace TrainingHub.Tests.Quizzes.Exchange;

public sealed class MoodleClozeTests
{
    private static ItemFile Read(string text, string more = "", string type = "cloze") => ReadItems.Of("moodle-xml", Encoding.UTF8.GetBytes(
        $"<quiz>\n<question type=\"{type}\"><name><text>Gaps</text></name><questiontext format=\"html\"><text>{WebUtility.HtmlEncode(text)}</text></questiontext>{more}</question></quiz>"));

    private static ExchangeItem One(string text, string more = "", string type = "cloze")
    {
        var file = Read(text, more, type);
        Assert.Empty(file.Faults.Select(f => f.What.ToString()));
        return Assert.Single(file.Items);
    }

    private static IEnumerable<string> Lost(ExchangeItem item) => ItemToBank.Of(item, "q", "en").Lost.Select(l => l.ToString());

    [Theory]
    [InlineData("SHORTANSWER", false)]
    [InlineData("SA", false)]
    [InlineData("MW", false)]
    [InlineData("sa", false)]
    [InlineData("SHORTANSWER_C", true)]
    [InlineData("SAC", true)]
    [InlineData("MWC", true)]
    public void Words_to_type_keep_their_worth_and_whether_case_matters(string type, bool caseMatters)
    {
        var item = One($"In {{1:{type}:=water~%50%ice#Nearly~wine#No}}.");
        var gap = Assert.Single(item.Gaps);
        Assert.Equal(caseMatters, gap.CaseMatters);
        Assert.Equal([("water", 100m, null), ("ice", 50m, "Nearly"), ("wine", 0m, "No")], gap.Answers.Select(a => (a.Text!.Text, a.Weight, a.Feedback?.Text)));
        Assert.Empty(Lost(item));
    }

    [Theory]
    [InlineData("MULTICHOICE")]
    [InlineData("MC")]
    [InlineData("MULTICHOICE_V")]
    [InlineData("MCV")]
    [InlineData("MULTICHOICE_H")]
    [InlineData("MCH")]
    [InlineData("MULTICHOICE_S")]
    [InlineData("MCS")]
    [InlineData("MULTICHOICE_VS")]
    [InlineData("MCVS")]
    [InlineData("MULTICHOICE_HS")]
    [InlineData("MCHS")]
    public void Words_to_choose_become_words_to_type_and_that_is_named(string type)
    {
        var item = One($"In {{1:{type}:wine~=water}} and {{1:{type}:=ice~fire#Hot}}.");
        Assert.Equal([["water"], ["ice", "fire"]], item.Gaps.Select(g => g.Answers.Select(a => a.Text!.Text)));
        Assert.Equal("That the words are offered for choice; they have to be typed here.", Assert.Single(Lost(item)));
    }

    [Theory]
    [InlineData("MULTIRESPONSE")]
    [InlineData("MR")]
    [InlineData("MRH")]
    [InlineData("MULTIRESPONSE_S")]
    [InlineData("MULTIRESPONSE_HS")]
    public void A_gap_in_which_several_are_to_be_chosen_is_refused_by_its_name_and_line(string type)
    {
        var fault = Assert.Single(Read($"Well: {{1:SA:=a}} {{1:{type}:%50%one~%50%two~three}}").Faults);
        Assert.Equal((2, "Gaps"), (fault.Line, fault.Item));
        Assert.StartsWith($"The gap 2 has the type {type}, in which several are to be chosen", fault.What.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{1:RIDDLE:=a}", "The gap 1 has a type that is not known here: RIDDLE.")]
    [InlineData("{1:SA:%300%a}", "%300% is no weight.")]
    [InlineData("{1:NM:=some}", "\"some\" is no number.")]
    [InlineData("{1:SA:=a", "is never closed")]
    public void What_can_not_be_read_is_a_fault(string text, string said) => Assert.Contains(said, Assert.Single(Read(text).Faults).What.ToString(), StringComparison.Ordinal);

    [Fact]
    public void Gaps_that_count_differently_are_named_and_their_marks_together_are_the_question_s()
    {
        var differing = One("{2:SA:=a} {1:NUMERICAL:=5:1} {:SA:=c}");
        Assert.Equal(4, differing.Mark);
        Assert.Equal("That the gaps count differently (2 : 1 : 1): here each counts the same.", Assert.Single(Lost(differing)));
        var alike = One("{3:SA:=a} {3:SA:=b}");
        Assert.Equal(6, alike.Mark);
        Assert.Empty(Lost(alike));
        Assert.Equal(2.5m, One("{3:SA:=a}", "<defaultgrade>2.5</defaultgrade>").Mark);
    }

    [Fact]
    public void The_marks_of_a_cloze_come_back_and_where_moodle_can_not_have_them_that_is_named()
    {
        var item = One("{3:SA:=a} {3:SA:=b}");
        foreach (var (mark, names) in new[] { (6m, false), (1m, true) })
        {
            var written = ExportItems.Write("moodle-xml", [item with { Mark = mark, Scoring = "part-marks" }]);
            Assert.Equal(names ? ["The marks (1)."] : Array.Empty<string>(), written.Losses.SelectMany(l => l.What).Select(w => w.ToString()));
            Assert.Equal(mark, Assert.Single(ReadItems.Of("moodle-xml", written.Bytes).Items).Mark);
        }
    }

    [Theory]
    [InlineData("essay", "Write.", "<defaultgrade>0</defaultgrade>")]
    [InlineData("essay", "Write.", "<defaultgrade>0.0000000</defaultgrade>")]
    [InlineData("cloze", "{0:SA:=a}", "")]
    public void A_question_worth_nothing_counts_one_mark_and_that_is_named(string type, string text, string more)
    {
        var item = One(text, more, type);
        Assert.Equal("That it is worth no marks: here it counts 1.", Assert.Single(Lost(item)));
        Assert.Equal(1000, ItemToBank.Of(item, "q", "en").Draft.MaxMark);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("much")]
    public void Marks_that_are_none_are_a_fault(string marks) => Assert.Contains("marks", Assert.Single(Read("Write.", $"<defaultgrade>{marks}</defaultgrade>", "essay").Faults).What.ToString(), StringComparison.Ordinal);

    [Fact]
    public void Marks_beyond_three_decimals_are_rounded_and_that_is_named() =>
        Assert.Equal("The marks are kept with three decimals: 0.333 instead of 0.3333333.", Assert.Single(Lost(One("Write.", "<defaultgrade>0.3333333</defaultgrade>", "essay"))));
}
