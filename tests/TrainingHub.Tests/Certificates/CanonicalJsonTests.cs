using System.Text;
using System.Text.Json.Nodes;
using TrainingHub.Modules.Certificates.Ledger;

namespace TrainingHub.Tests.Certificates;

/// <summary>The vectors of RFC 8785 that the ledger can meet, and what it refuses.</summary>
public sealed class CanonicalJsonTests
{
    private static string Canonical(string json) => Encoding.UTF8.GetString(CanonicalJson.Write(JsonNode.Parse(json)));

    [Fact]
    public void Members_are_ordered_by_the_utf16_units_of_their_names()
    {
        // RFC 8785, 3.2.3: the emoji is a surrogate pair (D83D) and so sorts before U+FB33, whatever their code points.
        const string input = """{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}""";
        var values = JsonNode.Parse(Canonical(input))!.AsObject().Select(m => m.Value!.GetValue<string>());
        Assert.Equal(["Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign", "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh"], values);
    }

    [Theory]
    [InlineData("""{ "b" : [ true, false, null, 1 ], "a" : { } , "c": [] }""", """{"a":{},"b":[true,false,null,1],"c":[]}""")]
    [InlineData("""{"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/"}""", """{"string":"€$\u000f\nA'B\"\\\\\"/"}""")]
    [InlineData("""["\u0008\u0009\u000c\u000d\u001F\u007f李 \u2028<>&+"]""", "[\"\\b\\t\\f\\r\\u001f\u007f李 \u2028<>&+\"]")]
    [InlineData("""[0, -0, 10, -7, 9007199254740991]""", "[0,0,10,-7,9007199254740991]")]
    [InlineData("\"\\ud842\\udfb7\"", "\"𠮷\"")]
    [InlineData("null", "null")]
    public void Equal_data_has_one_spelling(string input, string expected) => Assert.Equal(expected, Canonical(input));

    [Fact]
    public void A_name_is_not_normalised_because_that_would_change_what_was_printed() =>
        Assert.NotEqual(Canonical("\"Zo\u00eb\""), Canonical("\"Zoe\u0308\""));

    [Theory]
    [InlineData("[1.5]")]
    [InlineData("[1e3]")]
    [InlineData("[9007199254740993]")]
    public void A_number_that_is_not_exact_everywhere_is_refused(string json) => Assert.Throws<ArgumentException>(() => Canonical(json));

    [Fact]
    public void Half_a_surrogate_pair_is_refused() =>
        Assert.ThrowsAny<ArgumentException>(() => CanonicalJson.Write(JsonValue.Create("a\ud842")));
}
