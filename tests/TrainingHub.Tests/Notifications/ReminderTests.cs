using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Notifications.Contracts;
using TrainingHub.Modules.Notifications.Reminders;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Notifications;

public sealed partial class ReminderTests
{
    private static Task<bool> Notify(TestHub hub, long person, string kind, string key) => hub.In(s => s.GetRequiredService<INotices>().Send(person, kind, key, "period:1",
        new Dictionary<string, object> { ["items"] = new List<Phrase> { new("It does not expire.") } }, default));

    private static Task<List<string>> States(TestHub hub) => hub.Rows<string>("select kind || ' ' || state from notifications_notice order by id");

    [GeneratedRegex("^List-Unsubscribe: <([^>]+)>\r\n(List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n)?", RegexOptions.Multiline)]
    private static partial Regex Unsubscribe();

    [Theory, BothDatabases]
    public async Task A_mail_program_switches_reminders_off_by_the_header_of_a_reminder_and_what_must_be_known_comes_all_the_same(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database, settings: "TrainingHub:Hub:BaseUrl=https://培训.example");
        var person = await hub.Person("E1");
        await Notify(hub, person, "due-soon", "1");
        await hub.RunJob("work.mail");
        var header = Unsubscribe().Match(Assert.Single(EmlFile.All(hub)).Raw);
        Assert.StartsWith("https://xn--2js261j.example/reminders/", header.Groups[1].Value, StringComparison.Ordinal);
        Assert.True(header.Groups[2].Success);

        using var program = hub.Visitor();
        var answer = await program.PostAsync(new Uri(header.Groups[1].Value).AbsolutePath, new FormUrlEncodedContent(new Dictionary<string, string> { ["List-Unsubscribe"] = "One-Click" }));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await Notify(hub, person, "overdue", "2");
        await Notify(hub, person, "assigned", "3");
        await hub.RunJob("work.mail");
        Assert.Equal(["due-soon sent", "overdue declined", "assigned sent"], await States(hub));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from platform_audit where action = 'notifications.reminders-off' and subject = @subject", new { subject = $"person:{person}" }));

        using var hr = await hub.SignedIn(await hub.Person("H1", Roles.Hr));
        Assert.Contains("Reminders switched off", await hr.GetStringAsync("/admin/mail?state=declined"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_reminders_can_be_switched_off_and_by_one_click_only_over_https()
    {
        await using var hub = await TestHub.Start();
        var person = await hub.Person("E1");
        await Notify(hub, person, "reminder", "1");
        await Notify(hub, person, "assigned", "2");
        await hub.RunJob("work.mail");
        var mails = EmlFile.All(hub).Select(m => Unsubscribe().Match(m.Raw)).ToList();
        var header = Assert.Single(mails, m => m.Success);
        Assert.False(header.Groups[2].Success);
    }

    [Fact]
    public async Task Looking_changes_nothing_and_the_buttons_switch_off_and_on()
    {
        await using var hub = await TestHub.Start();
        var person = await hub.Person("E1");
        using var browser = await hub.SignedIn(person);
        Assert.Contains("You get a mail when training is due", await browser.GetStringAsync("/account"), StringComparison.Ordinal);
        var link = hub.Services.GetRequiredService<ReminderLink>().PathOf(person);
        Assert.Contains("Switch reminder mails off", await browser.GetStringAsync(link), StringComparison.Ordinal);
        Task<bool> IsOn() => hub.In(s => s.GetRequiredService<ReminderChoice>().IsOn(person, default));
        Assert.True(await IsOn());
        Task<HttpResponseMessage> Press(string on) => browser.PostAsync(link, new FormUrlEncodedContent(new Dictionary<string, string> { ["on"] = on }));
        Assert.Equal(HttpStatusCode.Redirect, (await Press("false")).StatusCode);
        await Press("false");
        Assert.False(await IsOn());
        Assert.Contains("You get no mail when training is due", await browser.GetStringAsync("/account"), StringComparison.Ordinal);
        await Press("true");
        Assert.True(await IsOn());
    }

    [Fact]
    public async Task A_link_that_is_none_of_ours_leads_nowhere()
    {
        await using var hub = await TestHub.Start();
        var person = await hub.Person("E1");
        using var visitor = hub.Visitor();
        var link = hub.Services.GetRequiredService<ReminderLink>().PathOf(person);
        foreach (var wrong in new[] { "/reminders/1", link[..^4] + "AAAA" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(wrong)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.PostAsync(wrong, new FormUrlEncodedContent([]))).StatusCode);
        }
        Assert.True(await hub.In(s => s.GetRequiredService<ReminderChoice>().IsOn(person, default)));
    }
}
