using System.Globalization;
using System.Text;

namespace TrainingHub.Benchmarks;

/// <summary>The table of figures, each beside what the same machine did bare in the same run.</summary>
internal sealed class Report
{
    private readonly StringBuilder table = new("| Figure | Database | Measured | Bare, same run | Ratio | Aim |\n|---|---|---|---|---|---|\n");

    public void Row(string figure, string database, string measured, string baseline, double? ratio, string aim)
    {
        var row = string.Create(CultureInfo.InvariantCulture, $"| {figure} | {database} | {measured} | {baseline} | {(ratio is { } r ? r.ToString("0.00", CultureInfo.InvariantCulture) : "")} | {aim} |");
        table.Append(row).Append('\n');
        Console.WriteLine(row);
    }

    public static string Number(double value) => value.ToString(value >= 100 ? "#,0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);

    public static string Loaded(LoadFigures f, string unit) => $"{Number(f.PerSecond)} {unit}/s, {Number(f.CpuMs)} CPU ms, p50 {Number(f.P50)} ms, p99 {Number(f.P99)} ms";

    public override string ToString() => table.ToString();
}
