namespace TrainingHub.Modules.Practice.Contracts;

/// <summary>For the day's one mail: it is said at most once a day that a set waits, and only where one does.</summary>
public interface IPracticeReminders
{
    /// <summary>Ids, ascending, of people of whom something is due and who were not looked at on that day; whoever left the last reminder unheeded is left in peace for a week.</summary>
    Task<IReadOnlyList<long>> Due(DateOnly day, long after, int most, CancellationToken ct);

    /// <summary>What waits for a person today, and takes note that the person was looked at; null where no set waits to be begun.</summary>
    Task<PracticeToday?> Look(long personId, string language, CancellationToken ct);
}
