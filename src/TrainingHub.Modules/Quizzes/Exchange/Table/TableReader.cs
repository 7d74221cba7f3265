using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>Reads the table of questions, from CSV or a workbook: one question a row, both languages beside each other. Columns are found by their names.</summary>
internal sealed class TableReader
{
    public static ItemFile Read(IEnumerable<TableRow> rows)
    {
        var (items, faults) = (new List<ExchangeItem>(), new List<ItemFault>());
        TableColumns? columns = null;
        foreach (var row in rows)
        {
            if (row.Problem is { } broken)
            {
                faults.Add(new ItemFault(row.Line, null, broken));
                break;
            }
            if (row.Cells.All(string.IsNullOrWhiteSpace)) continue;
            if (columns is null)
            {
                var named = TableColumns.Of(row.Cells);
                if (named.Problem is { } misnamed) return ItemFile.Of(misnamed);
                columns = named.Value!;
                continue;
            }
            if (items.Count == ExchangeLimits.Items) return new ItemFile(items, [.. faults, new ItemFault(row.Line, null, Problem.Because("The file has more than {0} questions. Divide it.", ExchangeLimits.Items))]);
            var cells = new TableCells(columns, row.Cells);
            // A comma too many moves every text behind it; none of them may be believed.
            var item = row.Cells.Skip(columns.Count).All(string.IsNullOrWhiteSpace) ? TableItem.Read(cells, row.Line)
                : Problem.Because("The row has {0} cells, but the table has {1} columns. Put a text in which commas stand into quotation marks.", row.Cells.Count, columns.Count);
            if ((item.Problem ?? ItemRules.Check(item.Value!)) is { } problem) faults.Add(new ItemFault(row.Line, Head(cells), problem));
            else items.Add(item.Value!);
        }
        if (items.Count == 0 && faults.Count == 0) faults.Add(new ItemFault(0, null, Problem.Because("There is no question in this file.")));
        return new ItemFile(items, faults);
    }

    private static string? Head(TableCells cells) => (cells["id"] ?? cells["stem_en"] ?? cells["stem_zh"]) is { } text ? ItemHead.Of(text) : null;
}

/// <param name="Problem">Where the row can't be told from the next; nothing after it can be read.</param>
internal sealed record TableRow(int Line, IReadOnlyList<string> Cells, Problem? Problem = null);
