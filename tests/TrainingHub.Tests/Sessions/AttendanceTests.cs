using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Sessions.Planning;
using TrainingHub.Tests.Certification;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Sessions;

/// <summary>Signing in on the day, the trainer's word, and what comes of it.</summary>
public sealed class AttendanceTests
{
    private static readonly string Asks = CertificationSteps.Yaml("safety", assign: null, requires: "attended: fire-drill").Replace("renewal: { quiz: safety }", "renewal: { attended: fire-drill }", StringComparison.Ordinal);

    [Theory, BothDatabases]
    public async Task Signing_in_counts_only_once_the_trainer_confirms(TestDatabase database)
    {
        var (hub, trainer) = await SessionSteps.Start(database);
        await using var _ = hub;
        await hub.Programme("safety", Asks);
        var (one, two) = (await hub.Person("E1"), await hub.Person("E2"));
        foreach (var person in new[] { one, two }) await hub.Assigns(person, "safety");
        using var learner = await hub.SignedIn(one);
        using var runs = await hub.SignedIn(trainer);

        // Planned and booked by hand, as on the pages.
        var form = await runs.Page("/studio/sessions/new");
        var planned = await runs.PostAsync("/studio/sessions/new", form.Form("main form", [("Form.Room", "Lobby"), ("Form.Day", "2026-03-09"), ("Form.From", "14:00"), ("Form.Seats", "5")]));
        Assert.Equal("/studio/sessions/1", planned.Headers.Location!.OriginalString);
        Assert.Contains("/learn/sessions?topic=fire-drill", await learner.GetStringAsync("/learn/programs"), StringComparison.Ordinal);
        var timetable = await learner.Page("/learn/sessions?topic=fire-drill");
        Assert.Equal(HttpStatusCode.Redirect, (await learner.PostAsync("/learn/sessions?topic=fire-drill", timetable.Form("form[method=post][action^='/learn/sessions']", []))).StatusCode);
        Assert.Equal("booked", await hub.Place(1, one));
        await hub.Books(two, 1);

        // On the day.
        Assert.Null((await runs.Page("/studio/sessions/1/board")).QuerySelector(".session-code svg"));
        hub.Now("2026-03-09", "13:30");
        using var board = await hub.SignedIn(trainer);
        var shown = await board.GetAsync("/studio/sessions/1/board");
        Assert.True(int.Parse(shown.Headers.GetValues("Refresh").Single(), System.Globalization.CultureInfo.InvariantCulture) is >= 1 and <= 20);
        Assert.Contains("session-code", await shown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var code = await hub.Code(1);
        using var phone = await hub.SignedIn(one);
        Assert.NotNull((await phone.Page($"/learn/sessions/in/{code}")).QuerySelector("main form button"));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from sessions_sign_in")); // looking is not signing in
        Assert.Equal(HttpStatusCode.Redirect, (await Forms.Post(phone, $"/learn/sessions/in/{code}", $"/learn/sessions/in/{code}", [])).StatusCode);
        hub.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Contains("run out", await hub.SignsIn(two, code), StringComparison.Ordinal); // the photograph
        Assert.Equal([one], await hub.Rows<long>("select person_id from sessions_sign_in"));

        // The trainer's word.
        Assert.Contains("once the session is over", await hub.Confirms(trainer, 1, (one, true)), StringComparison.Ordinal);
        hub.Now("2026-03-09", "15:05");
        Assert.Equal("assigned", (await hub.Holds(one))[0].Status);
        using var after = await hub.SignedIn(trainer);
        var list = await after.Page("/studio/sessions/1");
        var confirmed = await after.PostAsync("/studio/sessions/1?handler=Confirm", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = list.QuerySelector("#confirm input")!.GetAttribute("value")!, [$"said-{one}"] = "present", [$"note-{one}"] = "Led the group", [$"said-{two}"] = "absent",
        }));
        Assert.Equal(HttpStatusCode.Redirect, confirmed.StatusCode);
        Assert.Equal(("certified", "assigned"), ((await hub.Holds(one))[0].Status, (await hub.Holds(two))[0].Status));
        Assert.Equal(["attended fire-drill session:1"], await hub.Rows<string>("select kind || ' ' || key || ' ' || reference from certification_deed"));
        Assert.Equal(await hub.Scalar<DateTimeOffset>("select ends_at from sessions_session"), await hub.Scalar<DateTimeOffset>("select occurred_at from certification_deed"));
        Assert.Contains("E1,测试 E1,", await after.GetStringAsync("/studio/sessions/1/list.csv"), StringComparison.Ordinal);
        Assert.Contains("Led the group", await after.GetStringAsync("/studio/sessions/1/list.csv"), StringComparison.Ordinal);
        Assert.Equal(["sessions.booked", "sessions.planned", "sessions.presence-confirmed", "sessions.signed-in", "sessions.topic-added"], await hub.Rows<string>("select distinct action from platform_audit where action like 'sessions.%' order by action"));
    }

    [Theory, BothDatabases]
    public async Task A_code_gives_nobody_two_seats_at_a_time_and_a_seat_again_to_whoever_gave_theirs_up(TestDatabase database)
    {
        var (hub, trainer) = await SessionSteps.Start(database);
        await using var _ = hub;
        var person = await hub.Person("E1");
        var (here, there) = (await hub.Session(trainer), await hub.Session(await hub.Person("T2", "trainer")));
        hub.Now("2026-03-09", "13:30");
        Assert.Null(await hub.SignsIn(person, await hub.Code(here)));
        Assert.Contains("at that time already", await hub.SignsIn(person, await hub.Code(there)), StringComparison.Ordinal);
        Assert.Null(await hub.Place(there, person));
        Assert.Null(await hub.GivesUp(person, here));
        Assert.Null(await hub.SignsIn(person, await hub.Code(here)));
        Assert.Equal("booked", await hub.Place(here, person));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from sessions_sign_in"));
    }

    [Theory, BothDatabases]
    public async Task A_correction_needs_a_reason_and_moves_the_evidence_with_it(TestDatabase database)
    {
        var (hub, trainer) = await SessionSteps.Start(database);
        await using var _ = hub;
        await hub.Programme("safety", Asks);
        await hub.Programme("more", CertificationSteps.Yaml("more", assign: null, requires: "allOf: [{ attended: fire-drill }, { quiz: more }]"));
        var (one, two, other) = (await hub.Person("E1"), await hub.Person("E2"), await hub.Person("T2", "trainer"));
        await hub.Assigns(one, "safety");
        await hub.Assigns(one, "more");
        await hub.Assigns(two, "more");
        var session = await hub.Session(trainer, seats: 5);
        foreach (var person in new[] { one, two, trainer }) await hub.Books(person, session);
        hub.Now("2026-03-09", "16:00");
        Assert.Null(await hub.Confirms(trainer, session, (one, true), (two, false)));
        Assert.Null(await hub.Confirms(trainer, session, (one, true), (two, false))); // sent twice
        Assert.Contains("otherwise", await hub.Confirms(other, session, (one, false)), StringComparison.Ordinal);
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from sessions_confirmation"));
        // Nobody's own word counts.
        Assert.Contains("Somebody else", await hub.Confirms(trainer, session, (trainer, true)), StringComparison.Ordinal);
        Assert.Null(await hub.Confirms(other, session, (trainer, true)));
        Assert.Contains("Somebody else", await hub.Corrects(trainer, session, trainer, false), StringComparison.Ordinal);

        Assert.Contains("Write why", await hub.Corrects(trainer, session, one, false, " "), StringComparison.Ordinal);
        Assert.Null(await hub.Corrects(trainer, session, one, false));
        Assert.Null(await hub.Corrects(trainer, session, two, true));
        // What was completed stands; what is open counts it no more.
        var holds = (await hub.Holds(one)).ToDictionary(p => p.Slug);
        Assert.Equal(("certified", 0), (holds["safety"].Status, holds["more"].Done));
        Assert.Equal(1, (await hub.Holds(two))[0].Done);
        // And back again.
        Assert.Null(await hub.Corrects(other, session, one, true, "He was there after all"));
        Assert.Equal(1, (await hub.Holds(one)).Single(p => p.Slug == "more").Done);
        Assert.Equal(["true ", "false Mixed up two names", "true He was there after all"], (await hub.Rows<string>($"select case when is_present = true then 'true ' else 'false ' end || coalesce(reason, '') from sessions_confirmation where person_id = {one} order by number")));
        Assert.Contains("took place", (await hub.As(trainer, s => s.GetRequiredService<CancelSession>().Handle(session, "No", default)))!.ToString(), StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task Sessions_are_for_the_people_of_their_site_and_run_by_those_who_answer_for_it(TestDatabase database)
    {
        var (hub, trainer) = await SessionSteps.Start(database);
        await using var _ = hub;
        var (here, there) = (await hub.Site("SH1"), await hub.Site("SH2"));
        var (one, two, walkIn) = (await hub.Person("E1"), await hub.Person("E2"), await hub.Person("E3"));
        await hub.Moves(one, here);
        await hub.Moves(walkIn, here);
        await hub.Moves(two, there);
        var local = await hub.Person("T2");
        await hub.Grant(local, "trainer", there, null);
        var session = await hub.Session(trainer, seats: 1);
        await hub.Execute("update sessions_session set site_id = @here where id = @session", new { here, session });

        Assert.Equal("There is no such session.", await hub.Books(two, session));
        Assert.Equal("booked", await hub.Books(one, session));
        using (var browser = await hub.SignedIn(two)) Assert.DoesNotContain("Fire drill", await browser.GetStringAsync("/learn/sessions"), StringComparison.Ordinal);
        using (var browser = await hub.SignedIn(local))
        {
            foreach (var page in (string[])["", "/board", "/list", "/list.csv"]) Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/studio/sessions/{session}{page}")).StatusCode);
            Assert.DoesNotContain("Fire drill", await browser.GetStringAsync("/studio/sessions"), StringComparison.Ordinal);
        }
        Assert.Equal("There is no such session.", await hub.Changes(local, session, p => p with { TrainerId = trainer }));
        Assert.Equal("There is no such session.", await hub.Confirms(local, session, (one, true)));

        // Who comes without a seat gets one if there is one.
        hub.Now("2026-03-09", "14:05");
        var code = await hub.Code(session);
        Assert.Contains("for other sites", await hub.SignsIn(two, code), StringComparison.Ordinal);
        Assert.Contains("All seats are taken", await hub.SignsIn(walkIn, code), StringComparison.Ordinal);
        Assert.Null(await hub.Changes(trainer, session, p => p with { SiteId = here, Seats = 2 }));
        Assert.Null(await hub.SignsIn(walkIn, code));
        Assert.Null(await hub.SignsIn(walkIn, code)); // twice
        Assert.Equal("booked", await hub.Place(session, walkIn));
        Assert.Equal([walkIn], await hub.Rows<long>("select person_id from sessions_sign_in"));
    }
    [Theory, BothDatabases]
    public async Task Whoever_was_there_without_a_seat_is_given_one_by_the_trainer_also_after_the_end(TestDatabase database)
    {
        var (hub, trainer) = await SessionSteps.Start(database);
        await using var _ = hub;
        var (one, waiting, walkIn) = (await hub.Person("E1"), await hub.Person("E2"), await hub.Person("E3"));
        var session = await hub.Session(trainer, seats: 1);
        Assert.Equal("booked", await hub.Books(one, session));
        Assert.Equal("waiting", await hub.Books(waiting, session));
        Assert.Equal("waiting", await hub.Books(waiting, session, isInvited: true)); // before the start a seat is a seat

        hub.Now("2026-03-09", "14:30");
        Assert.Equal("waiting", await hub.Books(waiting, session)); // nobody seats themselves
        using (var browser = await hub.SignedIn(trainer))
        {
            var page = $"/studio/sessions/{session}";
            Assert.Contains("handler=Seat", await browser.GetStringAsync(page), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.Redirect, (await Forms.Post(browser, page, $"{page}?handler=Seat", new() { ["person"] = $"{waiting}" })).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await Forms.Post(browser, page, $"{page}?handler=Seat", new() { ["person"] = $"{walkIn}" })).StatusCode);
        }
        Assert.Equal(("booked", 2L), (await hub.Place(session, waiting), await hub.Scalar<long>("select seats from sessions_session")));

        hub.Now("2026-03-09", "18:00");
        Assert.Null(await hub.Confirms(trainer, session, (one, true), (waiting, true)));
        Assert.Equal("booked", await hub.Books(walkIn, session, isInvited: true));
        Assert.Equal(3L, await hub.Scalar<long>("select seats from sessions_session"));
        Assert.Null(await hub.Confirms(trainer, session, (walkIn, true)));
        Assert.Equal([one, waiting, walkIn], await hub.Rows<long>("select person_id from certification_deed where kind = 'attended' order by person_id"));
    }

    [Theory, BothDatabases]
    public async Task The_form_of_a_session_offers_its_own_site_and_trainer_also_to_who_answers_for_neither(TestDatabase database)
    {
        var (hub, trainer) = await SessionSteps.Start(database);
        await using var _ = hub;
        var (here, there) = (await hub.Site("SH1"), await hub.Site("SH2"));
        var local = await hub.Person("T2");
        await hub.Grant(local, "trainer", there, null);
        var session = await hub.Session(trainer);
        await hub.Execute("update sessions_session set site_id = @here, trainer_id = @local where id = @session", new { here, local, session });
        using var browser = await hub.SignedIn(local);
        var page = await browser.Page($"/studio/sessions/{session}");
        Assert.Equal(($"{here}", $"{local}"), (page.QuerySelector("#site option[selected]")?.GetAttribute("value"), page.QuerySelector("#trainer option[selected]")?.GetAttribute("value")));
        // It stays where it is and can't be taken elsewhere; and a trainer who may not confirm there is named, not exchanged.
        Assert.Contains("Choose a trainer", await hub.Changes(local, session, p => p with { SiteId = here, TrainerId = local, Seats = 5 }), StringComparison.Ordinal);
        Assert.Contains("Choose a site", await hub.Changes(local, session, p => p with { TrainerId = local, Seats = 5 }), StringComparison.Ordinal);
        Assert.Null(await hub.Changes(local, session, p => p with { SiteId = here, TrainerId = trainer, Seats = 5 }));
    }
}
