using System.Globalization;

namespace TrainingHub.Modules.Certificates;

/// <summary>
/// The clauses in the fullest form that has room: with both titles, with one, codes alone, or the first codes and a count.
/// Lines end between clauses only.
/// </summary>
/// <param name="width">Of a line, in the unit of <paramref name="measure"/>.</param>
/// <param name="maxLines">At least 1.</param>
/// <param name="measure">Width of a text.</param>
internal sealed class CertificateClauses(double width, int maxLines, Func<string, double> measure)
{
    private const string Separator = " · ";

    /// <param name="clauses">At least one.</param>
    /// <param name="zhLeads">Which language's titles and words are used where there is no room for both.</param>
    public IReadOnlyList<string> Lines(IReadOnlyList<CertificateClause> clauses, bool zhLeads)
    {
        Func<CertificateClause, string>[] forms =
        [
            c => zhLeads ? $"{c.Code} {c.TitleZh} {c.TitleEn}" : $"{c.Code} {c.TitleEn} {c.TitleZh}",
            c => zhLeads ? $"{c.Code} {c.TitleZh}" : $"{c.Code} {c.TitleEn}",
            c => c.Code
        ];
        return forms.Select(form => Pack(clauses.Select(form))).FirstOrDefault(lines => lines is not null) ?? First(clauses, zhLeads);
    }

    /// <summary>Null where there is no room.</summary>
    private List<string>? Pack(IEnumerable<string> items)
    {
        var lines = new List<string>();
        foreach (var item in items)
        {
            var longer = lines.Count == 0 ? item : lines[^1] + Separator + item;
            if (lines.Count > 0 && measure(longer) <= width) lines[^1] = longer;
            else lines.Add(item);
            if (lines.Count > maxLines || measure(lines[^1]) > width) return null;
        }
        return lines;
    }

    private List<string> First(IReadOnlyList<CertificateClause> clauses, bool zhLeads)
    {
        var (most, tooMany) = (0, clauses.Count);
        while (tooMany - most > 1)
        {
            var middle = (most + tooMany) / 2;
            if (Pack(Items(middle)) is null) tooMany = middle;
            else most = middle;
        }
        return Pack(Items(most)) ?? [];

        IEnumerable<string> Items(int count) => clauses.Take(count).Select(c => c.Code).Append(More(clauses.Count - count));

        string More(int rest) => string.Format(CultureInfo.InvariantCulture, zhLeads ? "另有 {0} 项条款" : "and {0} more clauses", rest);
    }
}
