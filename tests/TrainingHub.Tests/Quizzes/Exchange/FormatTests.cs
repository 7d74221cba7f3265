using System.IO.Compression;
using System.Text;
using TrainingHub.Modules.Quizzes.Exchange;

namespace TrainingHub.Tests.Quizzes.Exchange;

public sealed class FormatTests
{
    private static ItemFile Read(string format, string text) => ReadItems.Of(format, Encoding.UTF8.GetBytes(text));

    private static byte[] Zip(params (string Name, byte[] Bytes)[] files)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
            {
                using var stream = zip.CreateEntry(name).Open();
                stream.Write(bytes);
            }
        }
        return memory.ToArray();
    }

    [Fact]
    public void Aiken_is_read_and_each_fault_has_its_line()
    {
        var file = Read("aiken", """
            Which is a fruit?
            A) Bread
            B. Apple
            ANSWER: B

            No answer here
            A) One
            B) Two

            Wrong answer
            A) One
            B) Two
            ANSWER: C

            Small letters
            a) One
            b) Two
            ANSWER: A

            Skips one
            A) One
            C) Two
            ANSWER: A
            """);
        var item = Assert.Single(file.Items);
        Assert.Equal(("single", "Which is a fruit?"), (item.Kind, item.Text.Text));
        Assert.Equal([("Bread", 0m), ("Apple", 100m)], item.Options.Select(o => (o.Text.Text, o.Weight)));
        Assert.Equal([6, 13, 15, 22], file.Faults.Select(f => f.Line));
    }

    [Fact]
    public void Moodle_xml_keeps_fractions_feedback_tags_and_category_and_names_what_it_loses()
    {
        var file = Read("moodle-xml", """
            <?xml version="1.0" encoding="UTF-8"?>
            <quiz>
              <question type="category"><category><text>$course$/top/Kitchen</text></category></question>
              <question type="multichoice">
                <name><text>Fruit</text></name>
                <questiontext format="html"><text><![CDATA[<p>Which is a <b>fruit</b>?<script>alert(1)</script></p>]]></text></questiontext>
                <generalfeedback format="html"><text>All of it</text></generalfeedback>
                <defaultgrade>2.5</defaultgrade><penalty>0.5</penalty><hidden>0</hidden><idnumber>fruit-1</idnumber>
                <single>false</single><shuffleanswers>false</shuffleanswers><answernumbering>123</answernumbering>
                <answer fraction="33.33333" format="html"><text>Apple</text><feedback format="html"><text>Yes &amp; no</text></feedback></answer>
                <answer fraction="66.66667" format="html"><text>Pear</text></answer>
                <answer fraction="-100" format="html"><text>Bread</text></answer>
                <hint format="html"><text>Sweet</text></hint>
                <tags><tag><text>food</text></tag></tags>
              </question>
              <question type="calculated"><name><text>Sum</text></name><questiontext format="html"><text>1+1</text></questiontext></question>
              <question type="cloze"><name><text>Gaps</text></name><questiontext format="html"><text>Boil at {1:NUMERICAL:=100:0.5#well} degrees in {1:SHORTANSWER:=water~%50%wasser}, {1:MC:no~=yes}.</text></questiontext></question>
            </quiz>
            """);
        Assert.Equal(16, Assert.Single(file.Faults).Line);
        var fruit = file.Items[0];
        Assert.Equal(("multiple", "fruit-1", "Kitchen", 2.5m, false), (fruit.Kind, fruit.Id, fruit.Category, fruit.Mark, fruit.Shuffle));
        Assert.Equal([33.33333m, 66.66667m, -100m], fruit.Options.Select(o => o.Weight));
        Assert.Equal(["food"], fruit.Tags);
        var kept = ItemToBank.Of(fruit, "q", "en");
        Assert.Equal("Which is a fruit?", kept.Draft.Body.Stem.En);
        Assert.Equal("", kept.Draft.Body.Stem.Zh);
        Assert.Equal("en", kept.OnlyLanguage);
        Assert.Equal(5, kept.Lost.Count); // penalty, numbering, hints; bold and the script
        Assert.Equal("Boil at [[b1]] degrees in [[b2]], [[b3]].", ItemToBank.Of(file.Items[1], "q", "en").Draft.Body.Stem.En);
    }

    [Theory]
    [InlineData("""<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz><question type="essay"><name><text>&x;</text></name></question></quiz>""", "document type")]
    [InlineData("""<!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><quiz><question type="essay"><name><text>&b;</text></name></question></quiz>""", "document type")]
    [InlineData("<html></html>", "<html>")]
    public void Xml_that_reaches_out_or_grows_is_refused(string xml, string what) => Assert.Contains(what, Assert.Single(Read("moodle-xml", xml).Faults).What.ToString(), StringComparison.Ordinal);

    [Fact]
    public void Xml_that_lies_deep_in_itself_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 100_000)) + string.Concat(Enumerable.Repeat("</a>", 100_000));
        Assert.Contains("deep", Assert.Single(Read("moodle-xml", $"<quiz><question type=\"essay\">{deep}</question></quiz>").Faults).What.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_stands_before_broken_xml_is_kept()
    {
        var file = Read("moodle-xml", "<quiz>\n<question type=\"essay\"><name><text>A</text></name><questiontext format=\"html\"><text>Write</text></questiontext></question>\n<question type=\"essay\"><oops>\n</quiz>");
        Assert.Equal("free-text", Assert.Single(file.Items).Kind);
        Assert.Equal(4, Assert.Single(file.Faults).Line);
    }

    [Fact]
    public void A_table_is_read_with_both_languages_and_faults_by_line()
    {
        var file = Read("csv", """
            id,kind,stem_zh,stem_en,option_1_zh,option_1_en,option_1_right,option_2_zh,option_2_en,option_2_right,marks
            q1,single,"一,
            二",One,甲,Alpha,yes,乙,Beta,,2
            q2,single,二,Two,甲,Alpha,,乙,Beta,,
            q3,riddle,三,Three,,,,,,,
            q4,multiple,四,Four,甲,Alpha,50,乙,Beta,x%,
            """);
        var item = Assert.Single(file.Items);
        Assert.Equal(("一,\n二", "One", 2m), (item.Text.Both!.Zh.ReplaceLineEndings("\n"), item.Text.Both.En, item.Mark));
        Assert.Equal([4, 5, 6], file.Faults.Select(f => f.Line));
    }

    [Fact]
    public void No_cell_of_an_exported_table_is_a_formula()
    {
        var item = new ExchangeItem(0, "free-text", new ItemText("=HYPERLINK(\"x\")"));
        Assert.Contains("\"'=HYPERLINK(", Encoding.UTF8.GetString(ExportItems.Write("csv", [item]).Bytes), StringComparison.Ordinal);
        using var zip = new ZipArchive(new MemoryStream(ExportItems.Write("xlsx", [item]).Bytes));
        using var sheet = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        Assert.DoesNotContain("<f>", sheet.ReadToEnd(), StringComparison.Ordinal);
    }

    private const string Qti2 = """
        <assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="fruit" title="Fruit">
          <responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier"><correctResponse><value>B</value></correctResponse></responseDeclaration>
          <itemBody><p>Which is a fruit?</p><choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="1"><prompt>Choose.</prompt>
            <simpleChoice identifier="A">Bread<feedbackInline outcomeIdentifier="F" identifier="A">No</feedbackInline></simpleChoice><simpleChoice identifier="B">Apple</simpleChoice></choiceInteraction></itemBody>
        </assessmentItem>
        """;

    private const string Qti3 = """
        <qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="steps" title="Steps">
          <qti-response-declaration identifier="R" cardinality="ordered" base-type="identifier"><qti-correct-response><qti-value>b</qti-value><qti-value>a</qti-value></qti-correct-response></qti-response-declaration>
          <qti-item-body><qti-order-interaction response-identifier="R"><qti-prompt>Sort</qti-prompt><qti-simple-choice identifier="a">Rinse</qti-simple-choice><qti-simple-choice identifier="b">Soap</qti-simple-choice></qti-order-interaction></qti-item-body>
        </qti-assessment-item>
        """;

    [Fact]
    public void Qti_of_both_versions_is_read_from_one_package()
    {
        var file = ReadItems.Of("qti", Zip(("imsmanifest.xml", "<manifest/>"u8.ToArray()), ("items/1.xml", Encoding.UTF8.GetBytes(Qti2)), ("items/2.xml", Encoding.UTF8.GetBytes(Qti3)), ("items/3.xml", "<oops"u8.ToArray())));
        Assert.Equal("items/3.xml", Assert.Single(file.Faults).Item);
        Assert.Equal([("single", "fruit"), ("ordering", "steps")], file.Items.Select(i => (i.Kind, i.Id!)));
        Assert.Equal([("Bread", 0m, "No"), ("Apple", 100m, null)], file.Items[0].Options.Select(o => (o.Text.Text, o.Weight, o.Feedback?.Text)));
        Assert.Equal("Which is a fruit?\nChoose.", ItemToBank.Of(file.Items[0], "q", "en").Draft.Body.Stem.En);
        Assert.Equal(["Soap", "Rinse"], file.Items[1].Options.Select(o => o.Text.Text));
    }

    [Fact]
    public void A_zip_that_bursts_or_leads_out_is_refused()
    {
        var bomb = ReadItems.Of("qti", Zip(("big.xml", new byte[ExchangeLimits.EntryBytes + 1])));
        Assert.Contains("too large", Assert.Single(bomb.Faults).What.ToString(), StringComparison.Ordinal);
        var outside = ReadItems.Of("qti", Zip(("../../etc/item.xml", Encoding.UTF8.GetBytes(Qti2))));
        Assert.Contains("outside", Assert.Single(outside.Faults).What.ToString(), StringComparison.Ordinal);
        Assert.Contains("damaged", Assert.Single(ReadItems.Of("qti", [.. "PK"u8, 1, 2, 3]).Faults).What.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_of_ten_megabytes_is_one_fault_beside_good_questions()
    {
        var file = Read("gift", $"Good {{T}}\n\n{new string('x', 10_000_000)} {{T}}\n\nGood too {{F}}");
        Assert.Equal(2, file.Items.Count);
        Assert.Equal(3, Assert.Single(file.Faults).Line);
    }
}
