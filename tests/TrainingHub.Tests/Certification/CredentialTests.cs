using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Content;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Certification;

/// <summary>Papers from outside: verified on a person's page, counted, declared void.</summary>
public sealed class CredentialTests
{
    private const string Card =
        """
        programs:
          - slug: kitchen
            title: { zh-CN: 厨房, en: Kitchen }
            summary: { zh-CN: 说明, en: About it }
            requires: { external: health-card }
            policy: { active: 12m, window: 2m, basis: expiry, grace: 14d }
        externals:
          - slug: health-card
            title: { zh-CN: 健康证, en: Health card }
        """;

    private static readonly byte[] Pdf = "%PDF-1.4 a scan"u8.ToArray();

    private static async Task<HttpResponseMessage> Verifies(HttpClient browser, long person, byte[] proof, string expires = "2027-06-30", string name = "scan.pdf", string what = "health-card")
    {
        var page = await browser.Page($"/hr/people/{person}/credentials");
        using var form = new MultipartFormDataContent
        {
            { new StringContent(page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!), "__RequestVerificationToken" },
            { new StringContent(what), "What" }, { new StringContent("HC-0815"), "Number" }, { new StringContent("2026-01-02"), "IssuedOn" }, { new StringContent(expires), "ExpiresOn" },
            { new ByteArrayContent(proof), "proof", name },
        };
        return await browser.PostAsync($"/hr/people/{person}/credentials", form);
    }

    private static async Task<(TestHub Hub, long Person, HttpClient Hr)> Start(TestDatabase database)
    {
        var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("kitchen", Card);
        return (hub, await hub.Person("E1"), await hub.SignedIn(await hub.Person("HR1", "hr")));
    }

    [Theory, BothDatabases]
    public async Task A_verified_paper_earns_what_asks_for_it_and_is_kept_with_its_proof(TestDatabase database)
    {
        var (hub, person, hr) = await Start(database);
        await using var _ = hub;
        using var __ = hr;
        await hub.Assigns(person, "kitchen");
        using var learner = await hub.SignedIn(person);
        Assert.Contains("Have HR verify “Health card”", await learner.GetStringAsync("/learn/programs"), StringComparison.Ordinal);
        var done = await Verifies(hr, person, Pdf);
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.Equal("certified", await hub.Status(person));
        var page = await hr.GetStringAsync($"/hr/people/{person}/credentials");
        Assert.Contains("HC-0815", page, StringComparison.Ordinal);
        Assert.Contains("scan.pdf", page, StringComparison.Ordinal);
        Assert.Contains("“Health card” verified", await hr.GetStringAsync($"/hr/people/{person}/certifications"), StringComparison.Ordinal);
        var proof = await hr.GetAsync($"/hr/credentials/{await hub.Scalar<long>("select id from certification_credential")}/proof");
        Assert.Equal(Pdf, await proof.Content.ReadAsByteArrayAsync());
        Assert.Equal("attachment", proof.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal(HttpStatusCode.Conflict, (await Verifies(hr, person, Pdf)).StatusCode); // sent twice
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from certification_credential"));
    }

    [Theory, BothDatabases]
    public async Task While_it_is_valid_it_counts_for_what_is_asked_later_and_no_longer_than_that(TestDatabase database)
    {
        var (hub, person, hr) = await Start(database);
        await using var _ = hub;
        using var __ = hr;
        var other = await hub.Person("E2");
        await Verifies(hr, person, Pdf, "2026-03-31");
        await Verifies(hr, other, Pdf, "2026-03-31");
        hub.Now("2026-03-31");
        await hub.Assigns(person, "kitchen");
        Assert.Equal("certified", await hub.Status(person));
        hub.Now("2026-04-01");
        await hub.Assigns(other, "kitchen");
        Assert.Equal("assigned", await hub.Status(other));
    }

    [Theory, BothDatabases]
    public async Task Declared_void_it_counts_for_nothing_that_is_open(TestDatabase database)
    {
        var (hub, person, hr) = await Start(database);
        await using var _ = hub;
        using var __ = hr;
        await hub.Programme("kitchen", Card.Replace("{ external: health-card }", "{ allOf: [{ external: health-card }, { course: kitchen }] }", StringComparison.Ordinal));
        await Verifies(hr, person, Pdf);
        hub.Clock.Advance(TimeSpan.FromDays(1));
        await hub.Assigns(person, "kitchen"); // held since yesterday
        Assert.Equal(["course:kitchen"], Assert.Single(await hub.Holds(person)).Missing);
        var id = await hub.Scalar<long>("select id from certification_credential");
        Task<HttpResponseMessage> DeclaresVoid(string why) => Forms.Post(hr, $"/hr/people/{person}/credentials", $"/hr/people/{person}/credentials?handler=Withdraw", new() { ["credential"] = $"{id}", ["why"] = why });
        var refused = await DeclaresVoid(" ");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await DeclaresVoid("Forged")).StatusCode);
        Assert.Equal(["external:health-card", "course:kitchen"], Assert.Single(await hub.Holds(person)).Missing);
        Assert.Contains("Forged", await hr.GetStringAsync($"/hr/people/{person}/credentials"), StringComparison.Ordinal);
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from platform_audit where action = 'certification.credential-withdrawn'"));
        Assert.Equal(id, await hub.Scalar<long>("select id from certification_credential where withdrawn_at is not null"));
    }

    /// <summary>Decision 0043: a revocation that the next second undoes is none.</summary>
    [Theory, BothDatabases]
    public async Task A_certification_on_papers_alone_is_not_revoked_while_they_are_held(TestDatabase database)
    {
        var (hub, person, hr) = await Start(database);
        await using var _ = hub;
        using var __ = hr;
        await hub.Assigns(person, "kitchen");
        await Verifies(hr, person, Pdf);
        hub.Now("2026-01-10");
        var period = Assert.Single(await hub.Periods(person)).Id;
        Assert.Contains("Withdraw the paper first", (await hub.Revokes(period))!.ToString(), StringComparison.Ordinal);
        Assert.Equal(("certified", 1), (await hub.Status(person), (await hub.Periods(person)).Count));
        var id = await hub.Scalar<long>("select id from certification_credential");
        await Forms.Post(hr, $"/hr/people/{person}/credentials", $"/hr/people/{person}/credentials?handler=Withdraw", new() { ["credential"] = $"{id}", ["why"] = "Forged" });
        Assert.Null(await hub.Revokes(period));
        Assert.Equal("assigned", await hub.Status(person));
    }

    [Theory, BothDatabases]
    public async Task What_is_no_proof_or_has_expired_is_refused_and_changes_nothing(TestDatabase database)
    {
        var (hub, person, hr) = await Start(database);
        await using var _ = hub;
        using var __ = hr;
        async Task Refused(string words, HttpResponseMessage answer)
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Contains(words, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        await Refused("neither a PDF nor", await Verifies(hr, person, "<html>not a scan</html>"u8.ToArray(), name: "scan.pdf"));
        await Refused("Choose the proof", await Verifies(hr, person, []));
        await Refused("It has expired already", await Verifies(hr, person, Pdf, "2026-01-04"));
        await Refused("Choose what was verified", await Verifies(hr, person, Pdf, what: "nothing"));
        await Refused("HC-0815", await Verifies(hr, person, Pdf, "2026-01-04")); // what was typed is still there
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from certification_credential"));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from certification_deed"));
    }

    [Theory, BothDatabases]
    public async Task Outside_the_own_sites_there_is_neither_page_nor_proof(TestDatabase database)
    {
        var (hub, person, hr) = await Start(database);
        await using var _ = hub;
        using var __ = hr;
        await Verifies(hr, person, Pdf);
        var id = await hub.Scalar<long>("select id from certification_credential");
        var site = await hub.Site("SH1");
        var local = await hub.Person("HR2");
        await hub.Grant(local, "hr", site, null);
        using var browser = await hub.SignedIn(local);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/hr/people/{person}/credentials")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/hr/credentials/{id}/proof")).StatusCode);
        using var auditor = await hub.SignedIn(await hub.Person("A1", "auditor"));
        Assert.Null((await auditor.Page($"/hr/people/{person}/credentials")).QuerySelector("form[enctype]"));
        Assert.Equal(HttpStatusCode.NotFound, (await Verifies(auditor, person, Pdf)).StatusCode);
    }

    [Theory, BothDatabases]
    public async Task The_papers_of_a_file_are_exported_with_it(TestDatabase database)
    {
        var (hub, _, hr) = await Start(database);
        await using var __ = hub;
        using var ___ = hr;
        async Task<string> Export() => (await hub.In(async s => await s.GetServices<IContentPart>().OfType<ProgramContent>().Single().Export(await hub.Scalar<long>("select id from courses_course"), default)))!;
        var first = await Export();
        Assert.EndsWith("externals:\n  - slug: health-card\n    title:\n      zh-CN: \"健康证\"\n      en: \"Health card\"\n", first, StringComparison.Ordinal);
        await hub.Programme("kitchen", first);
        Assert.Equal(first, await Export());
        Assert.Contains("Another course already has the paper", (await Assert.ThrowsAsync<ContentRefusedException>(() => hub.Programme("bar", Card.Replace("slug: kitchen", "slug: bar", StringComparison.Ordinal)))).Message, StringComparison.Ordinal);
    }
}
