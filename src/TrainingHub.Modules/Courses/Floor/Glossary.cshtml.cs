using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Courses.Floor;

/// <summary>The words of all published courses, in the order of the reader's language: by letter in English, by pinyin in Chinese.</summary>
[Requires(CoursesPermissions.Learn)]
internal sealed class GlossaryModel(Db db) : HubPage
{
    private static readonly string[] Lead = ["to ", "the ", "a ", "an "];

    public sealed record Entry(string Course, string CourseZh, string CourseEn, string Code, string TermZh, string TermEn, string? Pinyin, string? Romaji, string TextZh, string TextEn);

    public sealed record CourseName(string Slug, string TitleZh, string TitleEn);

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Query { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Course { get; set; }

    public IReadOnlyList<CourseName> Courses { get; private set; } = [];

    /// <summary>By their first letter; "#" for what begins with none.</summary>
    public IReadOnlyList<IGrouping<string, Entry>> Letters { get; private set; } = [];

    public int Found => Letters.Sum(l => l.Count());

    public async Task OnGetAsync(CancellationToken ct)
    {
        var all = await db.Rows<Entry>(
            """
            select c.slug as course, c.title_zh as course_zh, c.title_en as course_en, t.code, t.term_zh, t.term_en, t.pinyin, t.romaji, t.text_zh, t.text_en
            from v_course c join courses_term t on t.version_id = c.version_id order by c.slug, t.position
            """, null, ct);
        Courses = [.. all.DistinctBy(e => e.Course).Select(e => new CourseName(e.Course, e.CourseZh, e.CourseEn))];
        if (Courses.All(c => c.Slug != Course)) Course = null;
        var words = Folded(Query ?? "");
        Letters = [.. all.Where(e => (Course is null || e.Course == Course) && Says(e, words))
            .Select(e => (Entry: e, Key: SortKey(e)))
            .OrderBy(e => char.IsAsciiLetterUpper(e.Key.FirstOrDefault()) ? 0 : 1).ThenBy(e => e.Key, StringComparer.Ordinal)
            .GroupBy(e => char.IsAsciiLetterUpper(e.Key.FirstOrDefault()) ? e.Key[..1] : "#", e => e.Entry)];
    }

    private string SortKey(Entry entry)
    {
        if (T.IsChinese) return Folded(entry.Pinyin ?? entry.TermZh);
        var lead = Lead.FirstOrDefault(l => entry.TermEn.StartsWith(l, StringComparison.OrdinalIgnoreCase)) ?? "";
        return Folded(entry.TermEn[lead.Length..]);
    }

    /// <summary>In either language, and in pinyin without tones and with or without spaces.</summary>
    private static bool Says(Entry e, string words) =>
        words.Length == 0 || ((string?[])[e.TermZh, e.TermEn, e.Pinyin, e.Pinyin?.Replace(" ", "", StringComparison.Ordinal), e.Romaji, e.TextZh, e.TextEn]).Any(t => t is not null && Folded(t).Contains(words, StringComparison.Ordinal));

    /// <summary>Capitals without accents and tones: "zhěnglǐ" as ZHENGLI.</summary>
    private static string Folded(string text)
    {
        // What the address says may hold halves of characters, which Normalize would not take.
        var whole = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Trim()));
        return string.Concat(whole.Normalize(NormalizationForm.FormKD).Where(c => char.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)).ToUpperInvariant();
    }
}
