namespace TrainingHub.Modules.Practice.Scheduling;

/// <summary>The plain scheduler: each right answer in a row puts the next question further off, a wrong one begins anew, and after the last step the clause rests.</summary>
internal static class Ladder
{
    private static readonly int[] Steps = [1, 3, 10, 30, 60];

    /// <summary>Right answers in a row after this one. Who answers right again on the same day only remembers the answer of a while ago: that climbs no step.</summary>
    /// <param name="sameDay">Whether the answer before was given on this day too.</param>
    public static int InARow(int before, Grade grade, bool sameDay) =>
        grade == Grade.Again ? 0 : sameDay && before > 0 ? before : Math.Min(before + 1, Steps.Length);

    /// <summary>Days until the clause is asked again; null where it rests.</summary>
    public static int? DaysAfter(int inARow) => inARow < Steps.Length ? Steps[inARow] : null;
}
