using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Tests.Certification;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Acknowledgements;

/// <summary>Signing a standard: what was shown, by whom, when; counted as evidence.</summary>
public sealed class SignatureTests
{
    private static async Task<(TestHub Hub, long Person, HttpClient Browser)> Start(TestDatabase database, string requires = "signed: SLUG")
    {
        var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("tidy", CertificationSteps.Yaml("tidy", assign: null)); // makes the course
        await Publishes(hub, "Hair is clean.");
        await hub.Programme("tidy", CertificationSteps.Yaml("tidy", assign: null, requires: requires).Replace("renewal: { quiz: tidy }", "renewal: { signed: tidy/TI-02 }", StringComparison.Ordinal));
        var person = await hub.Person("E1");
        return (hub, person, await hub.SignedIn(person));
    }

    /// <summary>A version of the course with two clauses, of which the first says this.</summary>
    private static async Task Publishes(TestHub hub, string text)
    {
        await hub.Execute(
            """
            insert into courses_version(course_id, number, state, tree_hash, title_zh, title_en, summary_zh, summary_en, source_language, trades, origin, created_at, published_at)
            select id, (select count(*) + 1 from courses_version), 'published', '', '整洁', 'Tidy', '', '', 'en', 'all', 'import', created_at, created_at from courses_course where slug = 'tidy'
            """);
        await hub.Execute(
            """
            insert into courses_clause(version_id, position, code, trades, title_zh, title_en, text_zh, text_en)
            select max(id), 1, 'TI-01', 'all', '头发', 'Hair', '头发整洁。', @text from courses_version
            """, new { text });
        await hub.Execute("insert into courses_clause(version_id, position, code, trades, title_zh, title_en, text_zh, text_en) select max(id), 2, 'TI-02', 'all', '双手', 'Hands', '双手干净。', 'Hands are washed.' from courses_version");
        await hub.Execute("update courses_course set current_version_id = (select max(id) from courses_version) where slug = 'tidy'");
    }

    private static async Task<Dictionary<string, string>> Form(HttpClient browser, string url, string name, bool hasRead = true)
    {
        var page = await browser.Page(url);
        Dictionary<string, string> fields = new() { ["Seal"] = page.QuerySelector("input[name=Seal]")!.GetAttribute("value")!, ["Number"] = page.QuerySelector("input[name=Number]")!.GetAttribute("value")!, ["Name"] = name };
        if (hasRead) fields["HasRead"] = "true";
        return fields;
    }

    private static async Task<HttpResponseMessage> Signs(HttpClient browser, string url = "/learn/sign/tidy", string name = "测试 E1", bool hasRead = true) => await Forms.Post(browser, url, url, await Form(browser, url, name, hasRead));

    [Theory, BothDatabases]
    public async Task A_signature_keeps_version_text_time_and_signer_and_earns_what_asks_for_it(TestDatabase database)
    {
        var (hub, person, browser) = await Start(database);
        await using var _ = hub;
        using var __ = browser;
        await hub.Assigns(person, "tidy");
        Assert.Contains("Read and sign “Tidy”", await browser.GetStringAsync("/learn/programs"), StringComparison.Ordinal);
        Assert.Contains("Hair is clean.", await browser.GetStringAsync("/learn/sign/tidy"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await Signs(browser, name: " 测试   e1 ")).StatusCode);
        Assert.Equal("certified", await hub.Status(person));
        Assert.Equal(["1 1 测试 e1 en"], await hub.Rows<string>("select person_id || ' ' || version_id || ' ' || typed_name || ' ' || language from acknowledgements_signing"));
        Assert.Equal(hub.Clock.GetUtcNow(), await hub.Scalar<DateTimeOffset>("select signed_at from acknowledgements_signing"), TimeSpan.FromSeconds(5));
        Assert.Equal(["TI-01 64", "TI-02 64"], await hub.Rows<string>("select clause || ' ' || length(text_sha256) from acknowledgements_signature order by clause"));
        Assert.Equal(["tidy", "tidy/TI-01", "tidy/TI-02"], await hub.Rows<string>("select key from certification_deed where kind = 'signed' order by key"));
        Assert.NotNull((await browser.Page("/learn/sign/tidy")).QuerySelector(".page-head .status-ok"));
    }

    [Theory, BothDatabases]
    public async Task Two_clauses_signed_in_two_windows_are_both_kept_or_the_second_is_asked_again(TestDatabase database)
    {
        var (hub, _, browser) = await Start(database);
        await using var __ = hub;
        using var ___ = browser;
        const string first = "/learn/sign/tidy/TI-01", second = "/learn/sign/tidy/TI-02";
        var (one, two) = (await Form(browser, first, "测试 E1"), await Form(browser, second, "测试 E1"));
        Assert.Equal(HttpStatusCode.Redirect, (await Forms.Post(browser, first, first, one)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Forms.Post(browser, first, first, one)).StatusCode); // the same form sent twice
        Assert.Contains("signed something else", await (await Forms.Post(browser, second, second, two)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        two["Number"] = $"{int.MaxValue}";
        Assert.Contains("signed something else", await (await Forms.Post(browser, second, second, two)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(["TI-01"], await hub.Rows<string>("select clause from acknowledgements_signature"));
        Assert.Equal(HttpStatusCode.Redirect, (await Signs(browser, second)).StatusCode);
        Assert.Equal(["TI-01", "TI-02"], await hub.Rows<string>("select clause from acknowledgements_signature order by clause"));
    }

    [Theory, BothDatabases]
    public async Task A_text_that_changed_while_it_was_read_is_not_signed_but_shown_anew(TestDatabase database)
    {
        var (hub, person, browser) = await Start(database);
        await using var _ = hub;
        using var __ = browser;
        await hub.Assigns(person, "tidy");
        var shown = await Form(browser, "/learn/sign/tidy", "测试 E1");
        await Publishes(hub, "Hair is clean and tied back.");
        var answer = await Forms.Post(browser, "/learn/sign/tidy", "/learn/sign/tidy", shown);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("The text has changed since it was shown to you.", page, StringComparison.Ordinal);
        Assert.Contains("tied back", page, StringComparison.Ordinal);
        Assert.Contains("value=\"&#x6D4B;&#x8BD5; E1\"", page.Replace("测试", "&#x6D4B;&#x8BD5;", StringComparison.Ordinal), StringComparison.Ordinal); // the name typed is kept, the tick is not
        Assert.DoesNotContain("checked", page, StringComparison.Ordinal);
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from acknowledgements_signing"));
        Assert.Equal("assigned", await hub.Status(person));
    }

    [Theory, BothDatabases]
    public async Task A_changed_clause_is_signed_anew_and_one_that_stayed_is_not_called_changed(TestDatabase database)
    {
        var (hub, _, browser) = await Start(database);
        await using var __ = hub;
        using var ___ = browser;
        await Signs(browser);
        await Publishes(hub, "Hair is clean and tied back.");
        var page = await browser.Page("/learn/sign/tidy");
        Assert.Equal(["TI-01"], page.QuerySelectorAll("section:has(.status-warn) h2").Select(h => h.Id));
        Assert.Contains("Changed since you signed", await browser.GetStringAsync("/learn/sign"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await Signs(browser, "/learn/sign/tidy/TI-01")).StatusCode);
        // With the last of all, the whole is signed.
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from certification_deed where key = 'tidy'"));
        Assert.DoesNotContain("Changed since you signed", await browser.GetStringAsync("/learn/sign"), StringComparison.Ordinal);
        Assert.Equal(2, await hub.Scalar<long>("select count(distinct text_sha256) from acknowledgements_signature where clause = 'TI-01'"));
    }

    [Theory, BothDatabases]
    public async Task The_same_form_sent_twice_signs_once_and_without_name_or_tick_nothing(TestDatabase database)
    {
        var (hub, _, browser) = await Start(database);
        await using var __ = hub;
        using var ___ = browser;
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Signs(browser, name: "Somebody Else")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Signs(browser, name: "")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Signs(browser, hasRead: false)).StatusCode);
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from acknowledgements_signing"));
        var form = await Form(browser, "/learn/sign/tidy", "测试 E1");
        await Forms.Post(browser, "/learn/sign/tidy", "/learn/sign/tidy", form);
        await Forms.Post(browser, "/learn/sign/tidy", "/learn/sign/tidy", form);
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from acknowledgements_signing"));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/learn/sign/tidy/TI-09")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/learn/sign/nothing")).StatusCode);
    }

    [Theory, BothDatabases]
    public async Task A_renewal_asks_to_sign_again_also_where_the_text_stayed(TestDatabase database)
    {
        var (hub, person, browser) = await Start(database);
        await using var _ = hub;
        await hub.Assigns(person, "tidy", "2026-01-12");
        await Signs(browser);
        hub.Now("2026-12-01");
        browser.Dispose();
        using var later = await hub.SignedIn(person);
        await hub.RunsJobs();
        Assert.Equal(["signed:tidy/TI-02"], Assert.Single(await hub.Holds(person)).Missing);
        Assert.Equal(HttpStatusCode.Redirect, (await Signs(later, "/learn/sign/tidy/TI-02")).StatusCode);
        Assert.Equal("certified", await hub.Status(person));
        Assert.Equal(2, (await hub.Periods(person)).Count);
    }

    [Theory, BothDatabases]
    public async Task HR_sees_and_downloads_what_its_own_people_signed(TestDatabase database)
    {
        var (hub, _, browser) = await Start(database);
        await using var __ = hub;
        using var ___ = browser;
        await Signs(browser);
        using (var hr = await hub.SignedIn(await hub.Person("HR1", "hr")))
        {
            Assert.Contains("测试 E1", await hr.GetStringAsync("/hr/signatures?course=tidy"), StringComparison.Ordinal);
            var csv = (await hr.GetStringAsync("/hr/signatures.csv")).TrimEnd().Split("\r\n");
            Assert.Equal(3, csv.Length);
            Assert.StartsWith("E1,测试 E1,", csv[1], StringComparison.Ordinal);
            Assert.Contains(",TI-01,2026-01-05 12:0", csv[1], StringComparison.Ordinal);
        }
        var site = await hub.Site("SH1");
        var local = await hub.Person("HR2");
        await hub.Grant(local, "hr", site, null);
        using var elsewhere = await hub.SignedIn(local);
        Assert.DoesNotContain("测试 E1", await elsewhere.GetStringAsync("/hr/signatures"), StringComparison.Ordinal);
        Assert.Single((await elsewhere.GetStringAsync("/hr/signatures.csv")).TrimEnd().Split("\r\n"));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/hr/signatures")).StatusCode); // to the page that says so
    }
}
