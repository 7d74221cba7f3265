using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Sessions;

/// <summary>How it stands with a session; computed, never stored.</summary>
internal enum SessionPhase { Coming, Running, Over, Cancelled }

/// <param name="Topic">The topic's slug.</param>
/// <param name="Secret">Of the code on the board.</param>
internal sealed record SessionRow(
    long Id, string Topic, string TitleZh, string TitleEn, long SiteId, string SiteName, string Room, long TrainerId, string TrainerName, DateTimeOffset StartsAt, DateTimeOffset EndsAt, int Seats,
    int Revision, string Secret, DateTimeOffset? CancelledAt, string? CancelledWhy)
{
    public const string Columns =
        "s.id, o.slug as topic, o.title_zh, o.title_en, s.site_id, l.name as site_name, s.room, s.trainer_id, t.name as trainer_name, s.starts_at, s.ends_at, s.seats, s.revision, s.secret, s.cancelled_at, s.cancelled_why";

    public const string From = "sessions_session s join sessions_topic o on o.id = s.topic_id join v_people_site l on l.id = s.site_id join v_people_person t on t.id = s.trainer_id";

    /// <summary>"session:12", as the audit and evidence name it.</summary>
    public string Reference => $"session:{Id}";

    /// <summary>Where exactly: the room and the site.</summary>
    public string Place => $"{Room}, {SiteName}";

    public int Minutes => (int)(EndsAt - StartsAt).TotalMinutes;

    public SessionPhase Phase(DateTimeOffset now) => CancelledAt is not null ? SessionPhase.Cancelled : now < StartsAt ? SessionPhase.Coming : now < EndsAt ? SessionPhase.Running : SessionPhase.Over;

    public string Title(Localizer t) => t.Pick(TitleZh, TitleEn);
}
