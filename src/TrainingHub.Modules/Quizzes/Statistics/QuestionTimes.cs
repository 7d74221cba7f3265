namespace TrainingHub.Modules.Quizzes.Statistics;

internal sealed record Arrival(int Slot, DateTimeOffset At);

/// <summary>
/// How long each question took, from the times at which the hub received answers: what passed since the answer before it. Answers to several
/// questions that came at once (a whole page sent, a journal replayed) say nothing about any of them, and neither does a pause in which
/// somebody was plainly elsewhere, or an answer too quick for a person.
/// </summary>
internal static class QuestionTimes
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Elsewhere = TimeSpan.FromMinutes(15);

    /// <param name="arrivals">In the order of their times.</param>
    /// <returns>Whole seconds by slot, for those of which it is known.</returns>
    public static IReadOnlyDictionary<int, int> Of(DateTimeOffset startedAt, IReadOnlyList<Arrival> arrivals)
    {
        var (known, unknown) = (new Dictionary<int, TimeSpan>(), new HashSet<int>());
        var previous = startedAt;
        for (var i = 0; i < arrivals.Count;)
        {
            var end = i + 1;
            while (end < arrivals.Count && arrivals[end].At - arrivals[end - 1].At < AtOnce) end++;
            var slots = arrivals.Skip(i).Take(end - i).Select(a => a.Slot).ToHashSet();
            var took = arrivals[i].At - previous;
            if (slots.Count > 1 || took > Elsewhere || took < AtOnce) unknown.UnionWith(slots);
            else known[arrivals[i].Slot] = known.GetValueOrDefault(arrivals[i].Slot) + took;
            previous = arrivals[end - 1].At;
            i = end;
        }
        return known.Where(k => !unknown.Contains(k.Key)).ToDictionary(k => k.Key, k => (int)k.Value.TotalSeconds);
    }
}
