namespace TrainingHub.Modules.Sessions;

public static class SessionsPermissions
{
    /// <summary>See the timetable, book a seat and sign in.</summary>
    public const string Book = "sessions.book";

    /// <summary>Plan, change and cancel sessions of one's sites, and see who booked.</summary>
    public const string Plan = "sessions.plan";

    /// <summary>Confirm who was present.</summary>
    public const string Confirm = "sessions.confirm";
}
