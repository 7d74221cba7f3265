using System.Text.Json.Serialization;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Practice.Settings;

/// <param name="Scheduler">ladder or fsrs-6</param>
internal sealed record PracticeSetting(bool IsOn, string Scheduler)
{
    public static readonly string[] Schedulers = ["ladder", "fsrs-6"];

    /// <summary>The card's column that says when it is due.</summary>
    [JsonIgnore]
    public string DueColumn => Scheduler == "fsrs-6" ? "fsrs_due_on" : "ladder_due_on";
}

/// <summary>Whether people practise, and by which scheduler. Each card has the days of both, so that a change counts at once and nobody begins anew.</summary>
internal sealed class PracticeSettings(Db db, Audit audit)
{
    public async Task<PracticeSetting> Read(CancellationToken ct) => (await db.Row<PracticeSetting>("select is_on, scheduler from practice_setting where id = 1", null, ct))!;

    public async Task<Problem?> Change(PracticeSetting setting, CancellationToken ct)
    {
        if (!PracticeSetting.Schedulers.Contains(setting.Scheduler, StringComparer.Ordinal)) return Problem.Because("{0} is no scheduler. Choose from {1}.", setting.Scheduler, string.Join(", ", PracticeSetting.Schedulers));
        await using var tx = await db.Begin(ct);
        var before = await db.Row<PracticeSetting>($"select is_on, scheduler from practice_setting where id = 1 {db.Dialect.ForUpdate}", null, ct);
        if (before == setting) return null;
        await db.Execute("update practice_setting set is_on = @IsOn, scheduler = @Scheduler where id = 1", setting, ct);
        await audit.Write("practice.settings-changed", "hub", new { before, now = setting }, ct);
        await tx.Commit(ct);
        return null;
    }
}
