using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Api.Conventions;

/// <summary>One page of a list. Rows are in the order of their ids, so that rows added meanwhile come at the end and none is skipped or repeated.</summary>
internal sealed record Page<T>(
    [property: Description("The rows of this page.")] IReadOnlyList<T> Items,
    [property: Description("Send this as ?after= to get the next page; null on the last.")] string? Next);

/// <summary>Where a page begins and how long it is, as every list takes it. Texts, so that a wrong value gets our own message.</summary>
internal sealed record PageQuery(
    [property: Description("What the page before gave as \"next\"; absent for the first page.")] string? After,
    [property: Description("How many rows at most, 1 to 200; 50 where absent.")] string? Limit)
{
    private const int Most = 200;
    private const int Usual = 50;

    public Problem? Fault =>
        Whole(Limit, Usual) is not (>= 1 and <= Most) ? Refusals.Parameter("limit", Limit!, "The parameter {0} must be a whole number from 1 to 200; it is \"{1}\".")
        : Whole(After, 0) is null ? Refusals.Parameter("after", After!, "The parameter {0} must be what an earlier page gave as \"next\"; it is \"{1}\".")
        : null;

    public PageRange Range => new(Whole(After, 0)!.Value, (int)Whole(Limit, Usual)!.Value);

    private static long? Whole(string? text, long absent) =>
        text is null ? absent : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}

/// <param name="After">The id of the last row of the page before; 0 at the start.</param>
/// <param name="Limit">How many rows the page may have.</param>
internal sealed record PageRange(long After, int Limit)
{
    /// <summary>One more than wanted, so that it is known whether there is a next page.</summary>
    public int Fetch => Limit + 1;

    /// <param name="rows">At most <see cref="Fetch"/>, in the order of their ids.</param>
    public Page<T> Of<TRow, T>(List<TRow> rows, Func<TRow, long> id, Converter<TRow, T> show) => new(
        rows.Take(Limit).ToList().ConvertAll(show),
        rows.Count > Limit ? id(rows[Limit - 1]).ToString(CultureInfo.InvariantCulture) : null);

    public Page<T> Of<T>(List<T> rows, Func<T, long> id) => Of(rows, id, r => r);
}
