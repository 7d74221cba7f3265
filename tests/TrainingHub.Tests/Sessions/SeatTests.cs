using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Sessions.Places;
using TrainingHub.Modules.Sessions.Planning;
using TrainingHub.Tests.Certification;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Sessions;

/// <summary>Seats, the waiting list, and who is told what.</summary>
public sealed class SeatTests
{
    [Theory, BothDatabases]
    public async Task The_last_seat_goes_to_one_of_two_who_ask_at_once(TestDatabase database)
    {
        var (hub, trainer) = await SessionSteps.Start(database);
        await using var _ = hub;
        var (one, two) = (await hub.Person("E1"), await hub.Person("E2"));
        var session = await hub.Session(trainer, seats: 1);
        var second = await hub.Overtaken(one, async s => Assert.Equal("booked", (await s.GetRequiredService<BookPlace>().Handle(session, one, false, default)).Value), () => hub.Books(two, session));
        Assert.Equal("waiting", second);
        Assert.Equal(["booked", "waiting"], await hub.Rows<string>("select state from sessions_place order by turn"));
        Assert.Equal("booked", await hub.Books(one, session)); // pressed twice
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from sessions_place"));
    }

    [Theory, BothDatabases]
    public async Task Who_cancels_makes_room_for_the_first_who_waits_and_that_one_is_told(TestDatabase database)
    {
        var (hub, trainer) = await SessionSteps.Start(database);
        await using var _ = hub;
        var (one, two, three, four) = (await hub.Person("E1"), await hub.Person("E2"), await hub.Person("E3"), await hub.Person("E4"));
        var session = await hub.Session(trainer, seats: 1);
        foreach (var person in new[] { one, two, three, four }) await hub.Books(person, session);
        Assert.Null(await hub.GivesUp(one, session));
        Assert.Equal(("given-up", "booked", "waiting"), (await hub.Place(session, one), await hub.Place(session, two), await hub.Place(session, three)));
        // Whoever comes back stands at the end of the line.
        Assert.Equal("waiting", await hub.Books(one, session));
        // Whoever leaves the company keeps no seat.
        await hub.Leaves(two, "2026-03-06");
        await hub.RunJob("work.general");
        Assert.Equal(("given-up", "booked", "waiting"), (await hub.Place(session, two), await hub.Place(session, three), await hub.Place(session, four)));

        await hub.RunJob("notifications.gather");
        Assert.DoesNotContain(await hub.Mails(three), m => m.StartsWith("sessions", StringComparison.Ordinal)); // the session is a week away: in the morning's mail
        hub.Now("2026-03-03", "08:05");
        await hub.RunJob("notifications.gather");
        await hub.RunJob("notifications.gather");
        var mail = Assert.Single(await hub.Mails(three));
        Assert.Contains("you have a seat", mail, StringComparison.Ordinal);
        Assert.Contains("2026-03-09 14:00–15:00", mail, StringComparison.Ordinal);
        Assert.Empty(await hub.Mails(four));
        // More seats: the next in the line, in their order.
        Assert.Null(await hub.Changes(trainer, session, p => p with { Seats = 2 }));
        Assert.Equal(("booked", "waiting"), (await hub.Place(session, four), await hub.Place(session, one)));
    }

    [Theory, BothDatabases]
    public async Task Whoever_has_a_place_is_told_of_a_change_in_one_mail_and_at_once_if_it_is_near(TestDatabase database)
    {
        var (hub, trainer) = await SessionSteps.Start(database);
        await using var _ = hub;
        var (one, two, other) = (await hub.Person("E1"), await hub.Person("E2"), await hub.Person("E3"));
        var session = await hub.Session(trainer, seats: 1);
        await hub.Books(one, session);
        await hub.Books(two, session);
        Assert.Null(await hub.Changes(trainer, session, p => p with { Day = new DateOnly(2026, 3, 10) }));
        Assert.Null(await hub.Changes(trainer, session, p => p with { Day = new DateOnly(2026, 3, 11), Room = "Room 2" }));
        Assert.Null(await hub.Changes(trainer, session, p => p with { Day = new DateOnly(2026, 3, 11), Room = "Room 2", Seats = 5 })); // no new time or place: nobody is told, but who waited has a seat
        hub.Now("2026-03-03", "09:00");
        await hub.RunJob("notifications.gather");
        Assert.Contains("new time or place", Assert.Single(await hub.Mails(one)), StringComparison.Ordinal);
        var both = Assert.Single(await hub.Mails(two));
        Assert.Contains("you have a seat", both, StringComparison.Ordinal);
        Assert.Contains("2026-03-11 14:00–15:00", both, StringComparison.Ordinal);
        Assert.Contains("Room 2", both, StringComparison.Ordinal);

        // Cancelled on the morning of the day: that can't wait for tomorrow's mail, though today's is out.
        hub.Now("2026-03-11", "09:00");
        Assert.NotNull(await hub.As(trainer, s => s.GetRequiredService<CancelSession>().Handle(session, " ", default)));
        Assert.Null(await hub.As(trainer, s => s.GetRequiredService<CancelSession>().Handle(session, "Burst pipe", default)));
        hub.Now("2026-03-11", "09:05");
        await hub.RunJob("notifications.gather");
        await hub.RunJob("notifications.gather");
        Assert.Equal(2, (await hub.Mails(one)).Count);
        Assert.Contains("Burst pipe", (await hub.Mails(one))[^1], StringComparison.Ordinal);
        Assert.Empty(await hub.Mails(other));
        Assert.Contains("cancelled", await hub.Books(other, session), StringComparison.Ordinal);
        Assert.Equal("ok", (await hub.RunJob("work.mail")).Outcome);
        Assert.Equal(["sent"], await hub.Rows<string>("select distinct state from notifications_notice where kind = 'sessions'"));
    }

    [Theory, BothDatabases]
    public async Task What_is_past_full_or_changed_by_another_has_one_clear_answer(TestDatabase database)
    {
        var (hub, trainer) = await SessionSteps.Start(database);
        await using var _ = hub;
        var (one, two) = (await hub.Person("E1"), await hub.Person("E2"));
        var session = await hub.Session(trainer);
        await hub.Books(one, session);
        await hub.Books(two, session);
        Assert.Contains("2 people have a seat", await hub.Changes(trainer, session, p => p with { Seats = 1 }), StringComparison.Ordinal);
        Assert.Contains("is past", await hub.Changes(trainer, session, p => p with { Day = new DateOnly(2026, 3, 1) }), StringComparison.Ordinal);
        Assert.Contains("meanwhile", await hub.Changes(trainer, session, p => p with { Room = "Room 2" }, revision: 7), StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.Session(trainer, day: "2026-03-01"));
        // Two places at the same time.
        var parallel = await hub.Session(trainer, from: "14:30");
        Assert.Contains("at that time already", await hub.Books(one, parallel), StringComparison.Ordinal);
        Assert.Equal("booked", await hub.Books(one, await hub.Session(trainer, from: "15:00")));

        hub.Now("2026-03-09", "14:10");
        Assert.Contains("has begun", await hub.Changes(trainer, session, p => p with { From = new TimeOnly(16, 0) }), StringComparison.Ordinal);
        Assert.Null(await hub.Changes(trainer, session, p => p with { Room = "Room 3", Seats = 3 }));
        Assert.Contains("has begun", (await hub.GivesUp(one, session))!.ToString(), StringComparison.Ordinal);
        var late = await hub.Person("E3");
        Assert.Contains("has begun", await hub.Books(late, session), StringComparison.Ordinal);
        Assert.Equal("booked", await hub.Books(late, session, isInvited: true)); // added by the trainer
        hub.Now("2026-03-09", "15:10");
        Assert.Contains("is over", await hub.Changes(trainer, session, p => p with { Room = "Room 4" }), StringComparison.Ordinal);
    }
}
