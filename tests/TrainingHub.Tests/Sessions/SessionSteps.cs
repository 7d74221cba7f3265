using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Sessions.Attendance;
using TrainingHub.Modules.Sessions.Places;
using TrainingHub.Modules.Sessions.Planning;
using TrainingHub.Modules.Sessions.SignIn;
using TrainingHub.Tests.Certification;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Sessions;

/// <summary>What happens to sessions, in the words of the trade.</summary>
internal static class SessionSteps
{
    /// <summary>Monday noon, with a topic and a trainer.</summary>
    public static async Task<(TestHub Hub, long Trainer)> Start(TestDatabase database)
    {
        var hub = await CertificationSteps.StartAt(database, "2026-03-02");
        var trainer = await hub.Person("T1", "trainer");
        await hub.As(trainer, s => s.GetRequiredService<SaveTopic>().Add("fire-drill", "消防演练", "Fire drill", default));
        return (hub, trainer);
    }

    public static async Task<SessionPlan> Plan(this TestHub hub, long trainer, int seats = 2, string day = "2026-03-09", string from = "14:00", long? site = null) => new(
        await hub.Scalar<long>("select id from sessions_topic where slug = 'fire-drill'"), site ?? await hub.Scalar<long>("select id from people_site order by id limit 1"), trainer, "Room 1",
        DateOnly.ParseExact(day, "yyyy-MM-dd", null), TimeOnly.ParseExact(from, "HH:mm", null), 60, seats);

    /// <summary>Next Monday at two, for an hour.</summary>
    public static async Task<long> Session(this TestHub hub, long trainer, int seats = 2, string day = "2026-03-09", string from = "14:00")
    {
        var plan = await hub.Plan(trainer, seats, day, from);
        var made = await hub.As(trainer, s => s.GetRequiredService<PlanSession>().Handle(plan, default));
        return made.Problem is null ? made.Value : throw new InvalidOperationException(made.Problem.ToString());
    }

    /// <summary>booked, waiting, or why not.</summary>
    public static Task<string> Books(this TestHub hub, long person, long session, bool isInvited = false) => hub.As(person, async s =>
        await s.GetRequiredService<BookPlace>().Handle(session, person, isInvited, default) is var (state, problem) && problem is null ? state! : problem!.ToString());

    public static Task<Problem?> GivesUp(this TestHub hub, long person, long session) => hub.As(person, s => s.GetRequiredService<GiveUpPlace>().Handle(session, person, false, default));

    public static async Task<string?> Changes(this TestHub hub, long trainer, long session, Func<SessionPlan, SessionPlan> change, int? revision = null)
    {
        var plan = change(await hub.Plan(trainer));
        var known = revision ?? await hub.Scalar<int>("select revision from sessions_session where id = @session", new { session });
        return (await hub.As(trainer, s => s.GetRequiredService<ChangeSession>().Handle(session, plan, known, default)))?.ToString();
    }

    public static async Task<string> Code(this TestHub hub, long session) =>
        SignInCode.Of(session, (await hub.Scalar<string>("select secret from sessions_session where id = @session", new { session }))!, hub.Clock.GetUtcNow());

    /// <summary>Null, or why not.</summary>
    public static Task<string?> SignsIn(this TestHub hub, long person, string code) => hub.As(person, async s => (await s.GetRequiredService<SignInPerson>().Handle(code, person, default)).Problem?.ToString());

    public static async Task<string?> Confirms(this TestHub hub, long trainer, long session, params (long Person, bool IsPresent)[] presences) =>
        (await hub.As(trainer, s => s.GetRequiredService<ConfirmPresence>().Handle(session, [.. presences.Select(p => new Presence(p.Person, p.IsPresent, null))], default)))?.ToString();

    public static async Task<string?> Corrects(this TestHub hub, long trainer, long session, long person, bool isPresent, string? reason = "Mixed up two names") =>
        (await hub.As(trainer, s => s.GetRequiredService<CorrectPresence>().Handle(session, new Presence(person, isPresent, null), reason, default)))?.ToString();

    public static Task<string?> Place(this TestHub hub, long session, long person) => hub.Scalar<string>("select state from sessions_place where session_id = @session and person_id = @person", new { session, person });

    /// <summary>The lines of all mails on sessions so far, in English.</summary>
    public static Task<List<string>> Mails(this TestHub hub, long person) => hub.Rows<string>("select kind || ' ' || data from notifications_notice where person_id = @person order by id", new { person });
}
