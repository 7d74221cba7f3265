using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Notifications.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Mail;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Notifications;

public sealed class NoticeTests
{
    /// <summary>A mail server that answers as the test says.</summary>
    private sealed class FakeServer : IMailTransport
    {
        public List<MailMessage> Handed { get; } = [];

        public Queue<Exception?> Answers { get; } = new();

        public Task Send(MailMessage message, CancellationToken ct)
        {
            Handed.Add(message);
            return Answers.TryDequeue(out var answer) && answer is not null ? Task.FromException(answer) : Task.CompletedTask;
        }
    }

    private readonly FakeServer server = new();

    private Task<TestHub> HubWithServer(TestDatabase database) => TestHub.Start(database, services: s => s.Replace(ServiceDescriptor.Singleton<IMailTransport>(server)));

    private static Task<bool> Notify(TestHub hub, long person, string key = "quiz:1") => hub.In(s => s.GetRequiredService<INotices>().Send(person, "quiz-open", key, "schedule:1",
        new Dictionary<string, object> { ["title"] = "Spring check", ["closes"] = hub.Clock.GetUtcNow().AddDays(1) }, default));

    private static Task<List<string>> States(TestHub hub) => hub.Rows<string>("select kind || ' ' || state || ' ' || uncertain from notifications_notice order by id");

    private static Task Assign(TestHub hub, long person, string program, DateOnly? due) => hub.In(async s =>
    {
        var assigned = await s.GetRequiredService<ICertifications>().Assign(person, program, due, "manual", default);
        return assigned.Problem is null ? 0 : throw new InvalidOperationException(assigned.Problem.ToString());
    });

    [Theory, BothDatabases]
    public async Task A_notice_becomes_one_mail_in_the_folder_in_its_readers_language(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var person = await hub.Person("E1");
        await hub.Execute("update people_person set language = 'zh-CN' where id = @person", new { person });
        Assert.True(await Notify(hub, person));
        Assert.False(await Notify(hub, person));
        await hub.RunJob("work.mail");
        await hub.RunJob("work.mail");
        var mail = Assert.Single(EmlFile.All(hub));
        Assert.Equal("测验已开放：Spring check", mail.Subject);
        Assert.Contains("测试 E1，你好", mail.Text, StringComparison.Ordinal);
        Assert.Equal("测试 E1 <e1@test.example>", mail.Headers["To"]);
        Assert.Equal(["quiz-open sent 0"], await States(hub));
    }

    [Theory, BothDatabases]
    public async Task Who_has_no_address_gets_no_mail_not_even_after_one_was_entered(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var person = await hub.Person("E1");
        await hub.Execute("update people_person set email = null, normalized_email = null where id = @person", new { person });
        await Notify(hub, person);
        await hub.Execute("update people_person set email = 'late@test.example' where id = @person", new { person });
        await hub.RunJob("work.mail");
        Assert.Empty(EmlFile.All(hub));
        Assert.Equal(["quiz-open no-address 0"], await States(hub));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from platform_work where queue = 'mail'"));
    }

    [Theory, BothDatabases]
    public async Task A_notice_whose_transaction_is_rolled_back_was_never_there(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var person = await hub.Person("E1");
        await hub.In(async s =>
        {
            await using var tx = await s.GetRequiredService<Db>().Begin(default);
            return await s.GetRequiredService<INotices>().Send(person, "quiz-open", "k", "schedule:1", new Dictionary<string, object>(), default);
        });
        Assert.Empty(await States(hub));
    }

    [Theory, BothDatabases]
    public async Task A_mail_cut_off_while_it_was_handed_over_goes_out_again_with_the_same_id_and_is_counted_as_uncertain(TestDatabase database)
    {
        server.Answers.Enqueue(new IOException("The line broke after the final dot."));
        await using var hub = await HubWithServer(database);
        await Notify(hub, await hub.Person("E1"));
        await hub.RunJob("work.mail");
        Assert.Equal(["quiz-open waiting 1"], await States(hub));
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        await hub.RunJob("work.mail");
        Assert.Equal(["quiz-open sent 1"], await States(hub));
        Assert.Equal(2, server.Handed.Count);
        Assert.Equal(server.Handed[0].MessageId, server.Handed[1].MessageId);
    }

    [Theory, BothDatabases]
    public async Task A_mail_that_was_certainly_not_handed_over_is_tried_again_without_doubt(TestDatabase database)
    {
        server.Answers.Enqueue(new MailDeferredException(Problem.Because("The mail server is away.")));
        await using var hub = await HubWithServer(database);
        await Notify(hub, await hub.Person("E1"));
        await hub.RunJob("work.mail");
        Assert.Equal(["quiz-open waiting 0"], await States(hub));
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        await hub.RunJob("work.mail");
        Assert.Equal(["quiz-open sent 0"], await States(hub));
    }

    [Theory, BothDatabases]
    public async Task A_refused_address_is_said_and_not_tried_again_until_somebody_asks(TestDatabase database)
    {
        server.Answers.Enqueue(new MailRefusedException(Problem.Because("The mail server refused the receiver: {0}", "550 no such user")));
        await using var hub = await HubWithServer(database);
        await Notify(hub, await hub.Person("E1"));
        await hub.RunJob("work.mail");
        hub.Clock.Advance(TimeSpan.FromHours(2));
        await hub.RunJob("work.mail");
        Assert.Single(server.Handed);
        Assert.Equal(["quiz-open failed 0"], await States(hub));
        Assert.Equal("""{"say":"The mail server refused the receiver: {0}","with":["550 no such user"]}""", await hub.Scalar<string>("select error from notifications_notice"));
    }

    [Theory, BothDatabases]
    public async Task Three_programmes_assigned_at_once_are_one_mail(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database, withContent: true);
        hub.Clock.MoveTo(new DateTimeOffset(2026, 11, 3, 4, 0, 0, TimeSpan.Zero));
        var person = await hub.Person("E1");
        await Assign(hub, person, "grooming", new DateOnly(2026, 12, 1));
        await Assign(hub, person, "greetings", new DateOnly(2026, 12, 8));
        await Assign(hub, person, "5s", null);
        await hub.RunJob("work.general");
        await hub.RunJob("notifications.gather"); // too early: the rest of the hiring may still come
        Assert.Empty(await States(hub));
        hub.Clock.Advance(TimeSpan.FromMinutes(2));
        await hub.RunJob("notifications.gather");
        await hub.RunJob("notifications.gather");
        await hub.RunJob("work.mail");
        var mail = Assert.Single(EmlFile.All(hub));
        Assert.Contains("please finish by 1 December 2026", mail.Text, StringComparison.Ordinal);
        Assert.Contains("please finish by 8 December 2026", mail.Text, StringComparison.Ordinal);
        Assert.Contains("no fixed date", mail.Text, StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task A_second_mail_of_the_day_waits_for_the_next_morning_where_the_person_works(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database, withContent: true); // the hub's zone is Asia/Shanghai, UTC+8
        hub.Clock.MoveTo(new DateTimeOffset(2026, 11, 3, 4, 0, 0, TimeSpan.Zero));
        var person = await hub.Person("E1");
        async Task Gather(TimeSpan later)
        {
            hub.Clock.Advance(later);
            await hub.RunJob("work.general");
            hub.Clock.Advance(TimeSpan.FromMinutes(2));
            await hub.RunJob("notifications.gather");
        }

        await Assign(hub, person, "grooming", null);
        await Gather(TimeSpan.Zero);
        await Assign(hub, person, "greetings", null);
        await Gather(TimeSpan.Zero);
        Assert.Single(await States(hub));
        await Gather(TimeSpan.FromHours(19)); // 07:xx in Shanghai
        Assert.Single(await States(hub));
        await Gather(TimeSpan.FromHours(1));
        Assert.Equal(2, (await States(hub)).Count);
    }

    [Theory, BothDatabases]
    public async Task What_was_done_before_the_mail_is_written_is_not_asked_for_any_more(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database, withContent: true);
        hub.Clock.MoveTo(new DateTimeOffset(2026, 11, 3, 4, 0, 0, TimeSpan.Zero));
        var person = await hub.Person("E1");
        await Assign(hub, person, "grooming", null);
        await hub.RunJob("work.general");
        await hub.Execute("update certification_period set ended_on = @day, end_reason = 'unassigned'", new { day = new DateOnly(2026, 11, 3) });
        hub.Clock.Advance(TimeSpan.FromMinutes(2));
        await hub.RunJob("notifications.gather");
        Assert.Empty(await States(hub));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from notifications_item where settled_at is null"));
    }

    [Theory, BothDatabases]
    public async Task The_mail_page_shows_only_people_in_scope_and_sends_again_on_request(TestDatabase database)
    {
        server.Answers.Enqueue(new MailRefusedException(Problem.Because("The mailbox is full.")));
        await using var hub = await HubWithServer(database);
        var admin = await hub.Person("A1", Roles.Admin);
        var stranger = await hub.Person("H1");
        await Notify(hub, await hub.Person("E1"));
        await hub.RunJob("work.mail");
        using var browser = await hub.SignedIn(admin);
        var page = System.Net.WebUtility.HtmlDecode(await browser.GetStringAsync("/admin/mail"));
        Assert.Contains("测试 E1", page, StringComparison.Ordinal);
        Assert.Contains("The mailbox is full.", page, StringComparison.Ordinal);
        Assert.Contains("No mails here", await (await Forms.Post(browser, "/admin/mail", "/admin/mail", new() { ["name"] = "nobody" })).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var id = await hub.Scalar<long>("select id from notifications_notice");
        var answer = await Forms.Post(browser, "/admin/mail", "/admin/mail?handler=Again", new() { ["id"] = $"{id}" });
        Assert.Equal(System.Net.HttpStatusCode.Redirect, answer.StatusCode);
        await hub.RunJob("work.mail");
        Assert.Equal(["quiz-open sent 0"], await States(hub));
        Assert.Equal(2, server.Handed.Select(m => m.MessageId).Distinct().Count());
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from platform_audit where action = 'notifications.sent-again' and actor_id = @admin", new { admin }));

        using var outsider = await hub.SignedIn(stranger);
        Assert.NotEqual(System.Net.HttpStatusCode.OK, (await outsider.GetAsync("/admin/mail")).StatusCode);
    }
}
