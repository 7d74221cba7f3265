using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TrainingHub.Modules.Notifications;
using TrainingHub.Modules.Notifications.Contracts;
using TrainingHub.Modules.Platform.Mail;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Notifications;

/// <summary>What becomes of a notice at each fault of the mail server: sent once, or uncertain and counted, or given up with the reason, which HR sees.</summary>
public sealed class MailFaultTests
{
    private const int Always = int.MaxValue;
    private const string Silence = "The mail server did not answer within 1.5 seconds.";
    private const string HungUp = "The mail server closed the connection.";

    // Where silence is the fault, it must be told from a slow machine; where it is not, nothing may time out.
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    /// <param name="What">The mail server …</param>
    /// <param name="Order">What server.mjs is asked to do wrong; null: its very way is the fault.</param>
    /// <param name="Times">How often; then it is healed.</param>
    /// <param name="Reason">What HR reads after the first attempt.</param>
    /// <param name="End">The state that HR reads when nothing more will happen.</param>
    /// <param name="Uncertain">How often the mail was handed over without an answer.</param>
    /// <param name="Held">How many copies the mail server has in the end; all with the same Message-ID.</param>
    /// <param name="Set">The security that the hub is set to.</param>
    /// <param name="Offers">The peer's; null: the same.</param>
    private sealed record Fault(string What, string? Order, int Times, string Reason, string End, int Uncertain, int Attempts, int Held, string Set = "none", string? Offers = null, string? Auth = null, bool Trusting = true, string Host = "localhost");

    private static Fault Passing(string what, string order, string reason, string set = "none", string? auth = null) =>
        new(what, order, 1, reason, "Sent", Uncertain: 0, Attempts: 2, Held: 1, set, Auth: auth);

    private static Fault Doubtful(string what, string order, string reason, int held) =>
        new(what, order, 1, $"No answer came after the mail was handed over: {reason}", "Sent", Uncertain: 1, Attempts: 2, held);

    private static Fault Refused(string what, string order, string reason) => new(what, order, Always, reason, "Not sent", Uncertain: 0, Attempts: 1, Held: 0);

    private static Fault Lasting(string what, string? order, string reason, string set = "none", string? offers = null, string? auth = null, bool trusting = true, string host = "localhost") =>
        new(what, order, Always, reason, "Not sent", Uncertain: 0, SendNotice.MostAttempts, Held: 0, set, offers, auth, trusting, host);

    private static readonly Fault[] Faults =
    [
        Passing("greets with 421", "greeting=421 too busy", "The mail server does not let us in: 421 too busy"),
        Passing("says 451 to the sender", "mail=451 later", "The mail server refused the sender: 451 later"),
        Passing("says 550 to the sender", "mail=550 who is this", "The mail server refused the sender: 550 who is this"),
        Passing("says 451 to the receiver", "rcpt=451 greylisted", "The mail server refused the receiver: 451 greylisted"),
        Passing("says 451 to DATA", "data=451 later", "The mail server refused the mail: 451 later"),
        Passing("says 451 to the final dot", "body=451 later", "The mail server refused the mail: 451 later"),
        Refused("says 550 to the receiver", "rcpt=550 no such user", "The mail server refused the receiver: 550 no such user"),
        Refused("says 550 to the final dot", "body=550 looks like spam", "The mail server refused the mail: 550 looks like spam"),
        Passing("says 535 until the password is mended", "auth=535 wrong password", "The mail server refused the sign-in: 535 wrong password", auth: "PLAIN"),
        Lasting("says 535 for ever", "auth=535 wrong password", "The mail server refused the sign-in: 535 wrong password", auth: "PLAIN"),
        Lasting("offers only another way to sign in", null, "The mail server offers no way to sign in that the hub knows (PLAIN, LOGIN). With Mail:User set, nothing is sent without signing in.", auth: "CRAM-MD5"),
        Lasting("offers no STARTTLS", null, "The mail server does not offer STARTTLS, and nothing is sent without encryption. Set Mail:Security to what it does offer.", set: "starttls", offers: "none"),
        Lasting("has a certificate of an unknown authority (STARTTLS)", null, "The mail server's certificate is not trusted (PartialChain), so nothing was sent. If an authority of your own signed it, name its file in Mail:TrustedCertificate.", set: "starttls", trusting: false),
        Lasting("has a certificate of an unknown authority (TLS)", null, "The mail server's certificate is not trusted (PartialChain), so nothing was sent. If an authority of your own signed it, name its file in Mail:TrustedCertificate.", set: "tls", trusting: false),
        Lasting("has the certificate of another server", null, "The mail server's certificate is not made out to 127.0.0.1, so nothing was sent. Set Mail:Host to a name that stands in the certificate.", set: "starttls", host: "127.0.0.1"),
        Passing("is silent before the greeting", "greeting=hang", $"The mail server can't be used now: {Silence}"),
        Passing("is silent after EHLO", "ehlo=hang", $"The mail server can't be used now: {Silence}"),
        Passing("is silent after STARTTLS", "starttls=hang", $"The mail server can't be used now: {Silence}", set: "starttls"),
        Passing("is silent after AUTH", "auth=hang", $"The mail server can't be used now: {Silence}", auth: "PLAIN"),
        Passing("is silent after the sender", "mail=hang", $"The mail server can't be used now: {Silence}"),
        Passing("is silent after the receiver", "rcpt=hang", $"The mail server can't be used now: {Silence}"),
        Passing("is silent after DATA", "data=hang", $"The mail server can't be used now: {Silence}"),
        Doubtful("is silent after the final dot and loses the mail", "body=hang", Silence, held: 1),
        Doubtful("is silent after the final dot and keeps the mail", "dot=hang", Silence, held: 2),
        Passing("hangs up before DATA", "data=drop", $"The mail server can't be used now: {HungUp}"),
        Doubtful("hangs up before the final dot", "body=drop", HungUp, held: 1),
        Doubtful("hangs up after the final dot", "dot=drop", HungUp, held: 2),
        new("hangs up after each final dot", "dot=drop", Always, $"No answer came after the mail was handed over: {HungUp}", "Not confirmed", Uncertain: 3, Attempts: 3, Held: 3),
    ];

    public static TheoryData<string> Rows => [.. Faults.Select(f => f.What)];

    [Theory, MemberData(nameof(Rows))]
    public async Task At_each_fault_a_mail_is_sent_once_or_counted_as_uncertain_or_given_up_with_the_reason(string what)
    {
        var fault = Faults.Single(f => f.What == what);
        await using var peer = await MailPeer.Start(fault.Order, fault.Times == Always ? null : fault.Times, fault.Offers ?? fault.Set, fault.Auth);
        var patience = fault.Reason.EndsWith(Silence, StringComparison.Ordinal) ? Short : Long;
        await using var hub = await TestHub.Start(
            settings: [.. peer.Settings(fault.Set, fault.Trusting, fault.Auth is not null).Append($"Mail:Host={fault.Host}").Select(s => "TrainingHub:" + s)],
            services: s => s.Replace(ServiceDescriptor.Singleton(new SmtpLimits { Step = patience, Verdict = patience })));
        using var hr = await hub.SignedIn(await hub.Person("H1", Roles.Hr));
        await Notify(hub, await hub.Person("E1"));

        await hub.RunJob("work.mail");
        var first = await Seen(hr);
        // Whether the end of the connection is seen before the final dot is written is up to the two machines; seen in time, nothing is in doubt.
        if (fault.Order == "body=drop" && first.Remarks[0].StartsWith("The mail server can't be used now: ", StringComparison.Ordinal)) fault = Passing(fault.What, fault.Order, first.Remarks[0]);
        Assert.Equal(fault.Attempts == 1 ? fault.End : "Waiting to be sent", first.State);
        Assert.Equal(fault.Reason, first.Remarks[0]);
        while (await hub.Scalar<long>("select count(*) from notifications_notice where state = 'waiting'") > 0)
        {
            hub.Clock.Advance(TimeSpan.FromMinutes(61));
            // The attempts between the third and the last are all alike.
            await hub.Execute("update platform_work set attempts = @last where queue = 'mail' and attempts = 3", new { last = SendNotice.MostAttempts - 1 });
            await hub.RunJob("work.mail");
        }

        var last = await Seen(hr);
        Assert.Equal(fault.End, last.State);
        string[] reason = fault.End == "Sent" ? [] : [fault.Reason];
        string[] doubt = fault switch
        {
            { Uncertain: 0 } => [],
            { End: "Sent" } => ["Handed over 2 times; the receiver may have got it more than once."],
            _ => ["Handed over without an answer: 3. The receiver may have got it all the same."],
        };
        Assert.Equal([.. reason, .. doubt], last.Remarks);
        Assert.Equal(fault.Uncertain, await hub.Scalar<long>("select uncertain from notifications_notice"));
        Assert.Equal(fault.Attempts, await hub.Scalar<long>("select attempts from platform_work where queue = 'mail'"));
        var report = await peer.Report();
        Assert.Equal(fault.Held, report.Mails);
        Assert.True(report.Received.Select(m => m.MessageId).Distinct().Count() <= 1);
        Assert.Equal(fault.End == "Sent" ? 0 : 1, await hub.Scalar<long>("select count(*) from platform_work where queue = 'mail' and state = 'dead'"));
    }

    [Fact]
    public void The_page_on_reliability_shows_these_faults()
    {
        string[] table = ["| The mail server | HR reads why | in the end | without an answer | attempts | copies it has |", "|---|---|---|--:|--:|--:|", .. Faults.Select(f => $"| {f.What} | {f.Reason} | {f.End} | {f.Uncertain} | {f.Attempts} | {f.Held} |")];
        Assert.Contains(string.Join('\n', table), File.ReadAllText(Path.Combine(Repository.Root, "docs/reliability.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_server_that_is_away_for_a_day_gets_the_mail_when_it_is_back()
    {
        var peer = await MailPeer.Start();
        var settings = peer.Settings().Select(s => "TrainingHub:" + s).ToArray();
        await peer.DisposeAsync();
        await using var hub = await TestHub.Start(settings: settings);
        using var hr = await hub.SignedIn(await hub.Person("H1", Roles.Hr));
        await Notify(hub, await hub.Person("E1"));
        for (var hour = 0; hour < 24; hour++)
        {
            await hub.RunJob("work.mail");
            hub.Clock.Advance(TimeSpan.FromHours(1));
        }
        var away = await Seen(hr);
        Assert.Equal("Waiting to be sent", away.State);
        Assert.StartsWith("The mail server can't be used now: ", Assert.Single(away.Remarks), StringComparison.Ordinal);
        await using var back = await MailPeer.Start(port: peer.Port);
        await hub.RunJob("work.mail");
        Assert.Equal("Sent", (await Seen(hr)).State);
        Assert.Equal(1, (await back.Report()).Mails);
    }

    private static Task Notify(TestHub hub, long person) => hub.In(s => s.GetRequiredService<INotices>().Send(person, "quiz-open", "quiz:1", "schedule:1",
        new Dictionary<string, object> { ["title"] = "Spring check", ["closes"] = hub.Clock.GetUtcNow().AddDays(1) }, default));

    /// <summary>The only mail as HR sees it.</summary>
    private static async Task<(string State, List<string> Remarks)> Seen(HttpClient hr)
    {
        using var page = new HtmlParser().ParseDocument(await hr.GetStringAsync("/admin/mail"));
        var cell = Assert.Single(page.QuerySelectorAll("tbody td[data-label=State]"));
        return (cell.QuerySelector(".status")!.TextContent, [.. cell.QuerySelectorAll(".small").Select(e => e.TextContent.Trim())]);
    }
}
