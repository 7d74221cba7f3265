using System.Globalization;
using System.Text;
using Dapper;

namespace TrainingHub.Modules.Platform.Data;

/// <summary>A table of sums under keys. All that a transaction adds to it goes in one statement, which the database applies row by row without reading first.</summary>
internal sealed class SumTable(string table, string[] keys, string[] sums)
{
    private const int MostRows = 500; // SQLite binds at most 32 766 values

    private readonly string addUp = $" on conflict ({string.Join(", ", keys)}) do update set {string.Join(", ", sums.Select(s => $"{s} = {table}.{s} + excluded.{s}"))}";

    /// <param name="rows">Each key once, with what is to be added.</param>
    public async Task Add(Db db, IEnumerable<KeyValuePair<object[], long[]>> rows, CancellationToken ct)
    {
        foreach (var chunk in rows.Where(r => r.Value.Any(v => v != 0)).Chunk(MostRows))
        {
            var sql = new StringBuilder($"insert into {table}({string.Join(", ", keys.Concat(sums))}) values ");
            var values = new DynamicParameters();
            for (var i = 0; i < chunk.Length; i++)
            {
                var row = chunk[i].Key.Concat(chunk[i].Value.Cast<object>()).ToArray();
                sql.Append(i == 0 ? "(" : ", (");
                for (var j = 0; j < row.Length; j++)
                {
                    var name = string.Create(CultureInfo.InvariantCulture, $"v{i}_{j}");
                    values.Add(name, row[j]);
                    sql.Append(j == 0 ? "@" : ", @").Append(name);
                }
                sql.Append(')');
            }
            await db.Execute(sql.Append(addUp).ToString(), values, ct);
        }
    }
}
