using TrainingHub.Modules.Practice.Scheduling;

namespace TrainingHub.Modules.Practice.Cards;

/// <summary>What one attempt showed of one clause: the worst of its answers on it.</summary>
internal sealed record Shown(DateOnly On, Grade Grade);

/// <summary>
/// What a person knows of a clause, worked out from all that the answers showed. Both schedulers are reckoned always, so that the setting can change
/// without anybody beginning anew.
/// </summary>
/// <param name="LadderDueOn">Null where the clause rests: it came to the end of the ladder, and no renewal is ahead.</param>
internal sealed record Card(int Answers, int Lapses, int InARow, DateOnly? LadderDueOn, Memory Memory, DateOnly FsrsDueOn, DateOnly LastOn)
{
    /// <param name="shown">In the order in which it was handed in; at least one.</param>
    /// <param name="changedOn">When the clause became another after all that; null: it did not. It is asked again from then on, also where it rested.</param>
    public static Card Of(IReadOnlyList<Shown> shown, IReadOnlyList<Renewal> renewals, DateOnly? changedOn = null)
    {
        var (memory, inARow, lapses) = (Fsrs6.First(shown[0].Grade), Ladder.InARow(0, shown[0].Grade, sameDay: false), shown[0].Grade == Grade.Again ? 1 : 0);
        for (var i = 1; i < shown.Count; i++)
        {
            var (grade, days) = (shown[i].Grade, shown[i].On.DayNumber - shown[i - 1].On.DayNumber);
            memory = Fsrs6.Next(memory, days, grade);
            inARow = Ladder.InARow(inARow, grade, sameDay: days <= 0);
            if (grade == Grade.Again) lapses++;
        }
        var last = shown[^1].On;
        return new Card(shown.Count, lapses, inARow, Sooner(NextDay.After(last, Ladder.DaysAfter(inARow), renewals)), memory, Sooner(NextDay.After(last, Fsrs6.Interval(memory.Stability), renewals))!.Value, last);

        DateOnly? Sooner(DateOnly? due) => changedOn is { } changed && !(due < changed) ? changed : due;
    }

    public double Recall(DateOnly on) => Fsrs6.Recall(Memory.Stability, on.DayNumber - LastOn.DayNumber);
}
