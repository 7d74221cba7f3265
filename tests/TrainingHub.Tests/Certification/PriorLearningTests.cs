using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.History;
using TrainingHub.Modules.Platform.Invariants;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Certification.CertificationWords;

namespace TrainingHub.Tests.Certification;

/// <summary>What somebody had learned elsewhere, counted by HR for what is open.</summary>
public sealed class PriorLearningTests
{
    private static readonly byte[] Pdf = "%PDF-1.4 a transcript"u8.ToArray();

    private static async Task<HttpResponseMessage> Counts(HttpClient hr, long person, string what = "quiz:grooming", string on = "2025-11-03", string note = "Passed at the academy", byte[]? proof = null, string program = "grooming")
    {
        var url = $"/hr/people/{person}/certifications/{program}/prior-learning";
        var token = (await hr.Page($"/hr/people/{person}/certifications/{program}/excuse")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var form = new MultipartFormDataContent
        {
            { new StringContent(token), "__RequestVerificationToken" }, { new StringContent(what), "What" }, { new StringContent(on), "LearnedOn" }, { new StringContent(note), "Note" },
        };
        form.Add(new ByteArrayContent(proof ?? Pdf) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } }, "proof", "transcript.pdf");
        return await hr.PostAsync(url, form);
    }

    private static Task<InvariantFinding> Earned(TestHub hub) => hub.In(s => s.GetServices<IInvariant>().OfType<ChainsFitTogether>().Single().Check(default));

    [Theory, BothDatabases]
    public async Task Prior_learning_counts_for_the_open_period_alone_and_shows_whose_word_it_is(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        var own = CertificationSteps.Yaml("grooming", requires: "quiz: SLUG");
        await hub.Programme("grooming", own + "\n" + own["programs:\n".Length..].Replace("slug: grooming", "slug: front", StringComparison.Ordinal)); // two that ask for the same quiz
        var person = await hub.Person("E1");
        using var hr = await hub.SignedIn(await hub.Person("H1", Roles.Hr));
        await hub.RunsJobs();
        Assert.Contains("Pass the quiz “grooming”", (await hr.Page($"/hr/people/{person}/certifications/grooming/prior-learning")).QuerySelector("#What")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await Counts(hr, person)).StatusCode);
        Assert.Equal(["assigned", "certified"], (await hub.Holds(person)).Select(p => p.Status).Order());
        var period = (await hub.Periods(person)).Single(p => p.CompletedOn is not null);
        Assert.Equal(Day("2026-01-05"), period.CompletedOn); // not when it was learned
        var page = await hr.GetStringAsync($"/hr/people/{person}/certifications");
        Assert.Contains("Prior learning (3 November 2025), counted by 测试 H1", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains("Passed at the academy", page, StringComparison.Ordinal);
        Assert.Equal(Pdf, await hr.GetByteArrayAsync($"/hr/prior-learning/{await hub.Scalar<long>("select id from certification_prior")}/proof"));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from platform_audit where action = 'certification.prior-counted'"));
        Assert.Empty((await Earned(hub)).Broken);
        await hub.Execute("delete from certification_prior");
        Assert.Single((await Earned(hub)).Broken);

        hub.Now("2026-12-01");
        await hub.RunsJobs();
        Assert.Equal("quiz:grooming", (await hub.Holds(person)).Single(p => p.Slug == "grooming").Missing.Single()); // the renewal asks for it again
    }

    [Theory, BothDatabases]
    public async Task What_does_not_count_now_is_refused_and_changes_nothing(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("front", CertificationSteps.Yaml("front", requires: "quiz: front", assign: null));
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", requires: "inOrder: [{ course: SLUG }, { quiz: SLUG }, { program: front }]"));
        var (person, other) = (await hub.Person("E1"), await hub.Person("H2", Roles.Hr));
        using var hr = await hub.SignedIn(other);
        await hub.RunsJobs();
        async Task Refused(string words, HttpResponseMessage answer)
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Contains(words, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        await Refused("Choose what it stands for", await Counts(hr, person)); // the course comes first
        await Refused("Choose what it stands for", await Counts(hr, person, "program:front"));
        await Refused("in the future", await Counts(hr, person, "course:grooming", "2026-01-06"));
        await Refused("Give the day", await Counts(hr, person, "course:grooming", ""));
        await Refused("Write what shows that", await Counts(hr, person, "course:grooming", note: " "));
        await Refused("neither a PDF nor", await Counts(hr, person, "course:grooming", proof: "no scan"u8.ToArray()));
        await Refused("Somebody else must count", await Counts(hr, other, "course:grooming"));
        Assert.Equal((0L, 0L), (await hub.Scalar<long>("select count(*) from certification_prior"), await hub.Scalar<long>("select count(*) from certification_deed")));
        Assert.Equal(HttpStatusCode.Redirect, (await Counts(hr, person, "course:grooming")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Counts(hr, person)).StatusCode);
        Assert.Equal(["program:front"], Assert.Single(await hub.Holds(person)).Missing);
    }

    [Theory, BothDatabases]
    public async Task Withdrawn_it_counts_no_more_for_what_is_open(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-01-05");
        await hub.Programme("grooming");
        var person = await hub.Person("E1");
        using var hr = await hub.SignedIn(await hub.Person("H1", Roles.Hr));
        await hub.RunsJobs();
        Assert.Equal(HttpStatusCode.Redirect, (await Counts(hr, person)).StatusCode);
        Assert.Equal(["course:grooming"], (await hub.Holds(person)).Single().Missing);
        var url = $"/hr/people/{person}/certifications/grooming/prior-learning";
        async Task<HttpResponseMessage> Withdraws(string why) => await Forms.Post(hr, url, url + "?handler=Withdraw", new() { ["prior"] = $"{await hub.Scalar<long>("select max(id) from certification_prior")}", ["why"] = why });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Withdraws(" ")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Withdraws("The wrong person's")).StatusCode);
        Assert.Equal(["course:grooming", "quiz:grooming"], (await hub.Holds(person)).Single().Missing);
        Assert.Contains("The wrong person", await hr.GetStringAsync(url), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await Withdraws("Again")).StatusCode);

        Assert.Equal(HttpStatusCode.Redirect, (await Counts(hr, person)).StatusCode);
        await hub.Reads(person, "grooming");
        Assert.Equal("certified", await hub.Status(person));
        Assert.Equal(HttpStatusCode.Conflict, (await Withdraws("Too late")).StatusCode);
    }
}
