using TrainingHub.Modules.Courses.Content;

namespace TrainingHub.Modules.Courses.Changes;

/// <summary>A clause as a version has it.</summary>
internal sealed record ClauseText(string Code, string Trades, string TitleZh, string TitleEn, string TextZh, string TextEn)
{
    public static ClauseText Of(Clause clause) => new(clause.Id, string.Join(' ', clause.Trades), clause.Title.Zh, clause.Title.En, clause.Text.Zh, clause.Text.En);
}

/// <param name="Change">added, changed or removed</param>
/// <param name="Old">Null where it was added.</param>
/// <param name="New">Null where it was removed.</param>
internal sealed record ClauseChange(string Code, string Change, ClauseText? Old, ClauseText? New);

/// <summary>What became of each clause from one version to the next. Whom it is for is part of it: a clause that now binds the kitchen is another one there.</summary>
internal static class ClauseDifference
{
    /// <summary>In the order of the new version; what was removed comes last.</summary>
    public static IReadOnlyList<ClauseChange> Between(IReadOnlyList<ClauseText> before, IReadOnlyList<ClauseText> after)
    {
        var old = before.ToDictionary(c => c.Code, StringComparer.Ordinal);
        var kept = after.Select(c => c.Code).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. after.Where(c => old.GetValueOrDefault(c.Code) != c).Select(c => old.TryGetValue(c.Code, out var was) ? new ClauseChange(c.Code, "changed", was, c) : new ClauseChange(c.Code, "added", null, c)),
            .. before.Where(c => !kept.Contains(c.Code)).Select(c => new ClauseChange(c.Code, "removed", c, null)),
        ];
    }
}
