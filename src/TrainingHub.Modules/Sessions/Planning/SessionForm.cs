using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Sessions.Planning;

/// <summary>The form of a session as it is posted and shown again; what was typed stays.</summary>
internal sealed class SessionForm
{
    public long Topic { get; set; }
    public long Site { get; set; }
    public long Trainer { get; set; }
    public string? Room { get; set; }
    public DateOnly? Day { get; set; }
    public TimeOnly? From { get; set; }
    public int? Minutes { get; set; } = 60;
    public int? Seats { get; set; } = 12;
    public int Revision { get; set; }

    public static SessionForm Of(SessionRow session, TimeZoneInfo zone)
    {
        var starts = TimeZoneInfo.ConvertTime(session.StartsAt, zone).DateTime;
        return new SessionForm
        {
            Site = session.SiteId, Trainer = session.TrainerId, Room = session.Room, Day = DateOnly.FromDateTime(starts), From = TimeOnly.FromDateTime(starts), Minutes = session.Minutes, Seats = session.Seats,
            Revision = session.Revision,
        };
    }

    public Outcome<SessionPlan> Plan() =>
        Day is { } day && From is { } from && Minutes is { } minutes && Seats is { } seats
            ? new SessionPlan(Topic, Site, Trainer, Room ?? "", day, from, minutes, seats)
            : Problem.Because("Say on which day it is, when it begins, how long it takes and how many seats there are.");
}
