using System.Globalization;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Practice.Contracts;
using TrainingHub.Modules.Practice.Settings;

namespace TrainingHub.Modules.Practice.Daily;

/// <summary>Finds by the cards' due days whom to remind, and looks at each person once a day. Whoever leaves a reminder unheeded gets the next after a week.</summary>
internal sealed class PracticeReminders(Db db, DailyPractice daily, PracticeSettings settings) : IPracticeReminders
{
    private const int PatienceDays = 7;

    public async Task<IReadOnlyList<long>> Due(DateOnly day, long after, int most, CancellationToken ct)
    {
        var setting = await settings.Read(ct);
        return !setting.IsOn ? [] : await db.Rows<long>(
            $"""
            select l.person_id from practice_learner l
            where l.person_id > @after and (l.looked_on is null or l.looked_on < @day)
              and (l.reminded_on is null or l.reminded_on <= @patience or exists (select 1 from practice_set s where s.person_id = l.person_id and s.day >= l.reminded_on))
              and exists (select 1 from practice_card k where k.person_id = l.person_id and k.{setting.DueColumn} <= @day)
            order by l.person_id limit @most
            """, new { day, after, most, patience = day.AddDays(-PatienceDays) }, ct);
    }

    public async Task<PracticeToday?> Look(long personId, string language, CancellationToken ct)
    {
        var today = await daily.Of(personId, language, ct);
        var waits = today.State == PracticeState.Waiting;
        await using var tx = await db.Begin(ct);
        await db.Execute(
            "update practice_learner set looked_on = @Day, reminded_on = case when @waits then @Day else reminded_on end where person_id = @personId and coalesce(looked_on, @Never) < @Day",
            new { today.Day, waits, personId, Never = DateOnly.ParseExact("2000-01-01", "O", CultureInfo.InvariantCulture) }, ct);
        await tx.Commit(ct);
        return waits ? today : null;
    }
}
