using System.Globalization;
using System.Text;

namespace TrainingHub.Modules.Certificates.Verification;

/// <summary>
/// As much of a name as lets somebody who knows the holder recognise it, and no more: 李**, 欧阳**, Anna M. The stars don't tell how long the name is.
/// </summary>
internal static class HolderMask
{
    private const string Stars = "**";

    /// <summary>The surnames of two characters that are in use; of a name that begins with one, both are shown.</summary>
    private static readonly HashSet<string> CompoundSurnames =
    [
        "欧阳", "歐陽", "太史", "端木", "上官", "司马", "司馬", "东方", "東方", "独孤", "獨孤", "南宫", "南宮", "万俟", "萬俟", "闻人", "聞人", "夏侯", "诸葛", "諸葛", "尉迟", "尉遲", "公羊", "赫连", "赫連",
        "澹台", "澹臺", "皇甫", "宗政", "濮阳", "濮陽", "公冶", "太叔", "申屠", "公孙", "公孫", "慕容", "仲孙", "仲孫", "钟离", "鍾離", "长孙", "長孫", "宇文", "司徒", "鲜于", "鮮于", "司空", "闾丘", "閭丘",
        "子车", "亓官", "司寇", "巫马", "公西", "颛孙", "壤驷", "公良", "漆雕", "乐正", "宰父", "谷梁", "拓跋", "夹谷", "轩辕", "令狐", "段干", "百里", "呼延", "东郭", "南门", "羊舌", "微生", "左丘", "西门", "第五", "完颜", "納蘭", "纳兰",
    ];

    public static string Of(string name)
    {
        var words = Words(name);
        if (words.Count == 0) return Stars;
        var first = Letters(words[0]);
        if (IsHan(first[0])) return Surname(first) + Stars;
        if (words.Count == 1 || !IsAlphabetic(words[0])) return first[0] + Stars;
        return $"{words[0]} {Letters(words[^1])[0].ToUpperInvariant()}.";
    }

    private static string Surname(List<string> letters) =>
        letters.Count > 2 && CompoundSurnames.Contains(letters[0] + letters[1]) ? letters[0] + letters[1] : letters[0];

    /// <summary>The parts of the name, given name first; what is in brackets is a remark, and "Müller, Anna" is turned round.</summary>
    private static List<string> Words(string name)
    {
        var text = name.Normalize(NormalizationForm.FormKC);
        var bracket = text.IndexOf('(', StringComparison.Ordinal);
        if (bracket > 0) text = text[..bracket];
        if (text.Split(',', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } last, { Length: > 0 } given]) text = $"{given} {last}";
        return [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(w => w.Trim('.', '·', '・')).Where(w => w.Length > 0)];
    }

    /// <summary>User-perceived characters, so that a rare Han character outside the first plane or a combining accent stays whole.</summary>
    private static List<string> Letters(string word)
    {
        var letters = new List<string>();
        for (var e = StringInfo.GetTextElementEnumerator(word); e.MoveNext();) letters.Add(e.GetTextElement());
        return letters;
    }

    private static bool IsHan(string letter) => Rune.GetRuneAt(letter, 0).Value is (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    /// <summary>Scripts whose names are written in words of letters, given name and family name apart.</summary>
    private static bool IsAlphabetic(string word) => Rune.GetRuneAt(word, 0).Value < 0x0590;
}
