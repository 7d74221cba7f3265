using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Notifications;
using TrainingHub.Modules.Notifications.Contracts;
using TrainingHub.Modules.Notifications.Gathering;
using TrainingHub.Modules.Notifications.Mails;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Sessions.Contracts;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Notifications;

/// <summary>Each mail in both languages against the text that was read and found good: Mails/kind.language.txt beside this file.</summary>
public sealed class MailTemplateTests
{
    private static readonly LocalText Grooming = new("仪容仪表", "Grooming");
    private static readonly LocalText Greetings = new("礼貌用语", "Greetings");

    private static readonly Phrase DueSoon = new("{0}: please finish by {1}", Grooming, new DateOnly(2026, 3, 14));
    private static readonly Phrase Overdue = new("{0}: was due on {1}", Greetings, new DateOnly(2026, 2, 28));
    private static readonly Phrase Expiring = new("{0}: valid until {1}", Grooming, new DateOnly(2026, 3, 31));

    private static Dictionary<string, object> Values(string kind) => new()
    {
        ["items"] = kind switch
        {
            "assigned" => new List<Phrase> { DueSoon, new("{0}: no fixed date, at your own pace", Greetings) },
            "overdue" => [Overdue],
            "escalated" => [new("{0}: {1} was due on {2}", "Li Lei", Grooming, new DateOnly(2026, 3, 14)), new("{0}: {1} was valid until {2}", "Han Mei", Grooming, new DateOnly(2026, 2, 28)), new("And {0} more in your team", 3)],
            "expiring" => [Expiring],
            "expired" => [new("{0}: was valid until {1}", Grooming, new DateOnly(2026, 2, 28))],
            "practice" => [new("Daily practice: {0} questions, minutes it takes: {1}", 4, 2)],
            "reminder" => [Overdue, DueSoon, Expiring],
            "sessions" => [Session("seat"), Session("changed"), Session("cancelled", "Burst pipe"), Session("removed")],
            _ => [DueSoon],
        },
        ["program"] = Grooming,
        ["number"] = "TH-2026-000042",
        ["validity"] = new Phrase("It is valid until {0}.", new DateOnly(2027, 3, 14)),
        ["title"] = "Spring check",
        ["closes"] = new DateTimeOffset(2026, 3, 14, 10, 0, 0, TimeSpan.Zero),
        ["opened"] = new DateTimeOffset(2026, 3, 12, 1, 0, 0, TimeSpan.Zero),
        ["figures"] = new List<Phrase> { new("Took part: {0} of {1}", 11, 12), new("Passed: {0}", 9), new("Mean mark: {0}%", 86), new("Still to be marked by a trainer: {0}", 1) },
        ["hardest"] = new List<Phrase> { new("{0} ({1}% of the marks)", new LocalText("仪容检查多久进行一次？", "How often is grooming checked?"), 41) },
        ["page"] = "studio/results/series/5",
    };

    private static Phrase Session(string what, string? why = null) => GatherSessions.Line(new SessionNewsLine(what, "消防演练", "Fire drill", "2026-03-09 14:00–15:00", "大堂 Lobby, Riverside Hotel", why));

    public static TheoryData<string, string> Mails()
    {
        var mails = new TheoryData<string, string>();
        foreach (var kind in MailListModel.Kinds.Keys)
            foreach (var language in Languages.All)
                mails.Add(kind, language);
        return mails;
    }

    internal static PersonCard Reader(string language, string? name = null) => new(7, name ?? (language == "en" ? "Ann O'Hara" : "王小美"), null, "ann@test.example", "E7", language,
        new DateOnly(2026, 1, 1), null, 1, TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));

    [Theory, MemberData(nameof(Mails))]
    public async Task Each_mail_reads_as_it_was_approved(string kind, string language)
    {
        await using var hub = await TestHub.Start(settings: "TrainingHub:Hub:BaseUrl=https://training.example.com");
        var mail = await hub.In(s => Task.FromResult(s.GetRequiredService<ComposeMail>()
            .Handle(kind, "id@test", NoticeData.Write(Values(kind)), Reader(language), new Uri("https://training.example.com/activate/abc"), [])));
        Approved.Check($"Notifications/Mails/{kind}.{language}.txt", $"{mail.Subject}\n\n{System.Text.RegularExpressions.Regex.Replace(mail.Text, @"/reminders/\S+", "/reminders/…")}");
        Assert.DoesNotContain("{{", mail.Html, StringComparison.Ordinal);
        Assert.StartsWith("<!doctype html>", mail.Html, StringComparison.Ordinal);
        Assert.Contains($"lang=\"{language}\"", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_languages_of_a_mail_have_the_same_places()
    {
        foreach (var kind in MailListModel.Kinds.Keys)
            Assert.Equal(MailTemplate.Find(kind, "en").Places.Order(), MailTemplate.Find(kind, "zh-CN").Places.Order());
    }

    [Fact]
    public void Every_template_file_is_a_kind_that_the_mail_page_names()
    {
        const string prefix = "TrainingHub.Modules.Notifications.Templates.";
        var files = typeof(MailTemplate).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Select(n => n[prefix.Length..].Split('.')[0]).ToHashSet();
        Assert.Equal(MailListModel.Kinds.Keys.Order(), files.Order());
    }

    [Fact]
    public void A_place_that_nothing_fills_is_a_fault() =>
        Assert.Contains("{{program}}", Assert.Throws<InvalidOperationException>(() => MailTemplate.Find("passed", "en").FillSubject(new Dictionary<string, NoticeValue>())).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Markup_in_a_name_stays_text_in_every_part_of_the_mail()
    {
        await using var hub = await TestHub.Start();
        const string name = "<b>Eve</b> [free](http://evil.example) *x* {{link}} \r\nBcc: all@test.example `c` &amp; 1. #";
        var mail = await hub.In(s => Task.FromResult(s.GetRequiredService<ComposeMail>().Handle("assigned", "id@test", NoticeData.Write(Values("assigned")), Reader("en", name), null, [])));
        Assert.DoesNotContain("<b>", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"http://evil", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<em>", mail.Html, StringComparison.Ordinal);
        Assert.Contains("Hello <b>Eve</b> [free](http://evil.example) *x* {{link}} Bcc: all@test.example `c` &amp; 1. #,", mail.Text, StringComparison.Ordinal);
    }
}
