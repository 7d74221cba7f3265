using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.People.Access;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.People;

public sealed class ActivationTests
{
    private static Task<ActivationSecrets> Make(TestHub hub, long person, string purpose) =>
        hub.In(s => s.GetRequiredService<Activations>().Make(person, purpose, default));

    private static Task<HttpResponseMessage> Choose(HttpClient browser, string link) =>
        browser.Submit(link + "?lang=en", link + "?handler=Password", ("Password", PeopleWords.Password), ("Again", PeopleWords.Password));

    [Theory, BothDatabases]
    public async Task An_invitation_link_sets_the_password_and_signs_in(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var link = (await Make(hub, await hub.Person("E1"), ActivationPurposes.Invitation)).Path;
        using var browser = hub.Visitor();
        Assert.Contains("测试 E1", await (await browser.GetAsync(link)).Text());
        var response = await Choose(browser, link);
        Assert.Equal("/", response.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).StatusCode);
        using var later = hub.Visitor();
        Assert.Equal(HttpStatusCode.Redirect, (await later.TrySignIn("E1", PeopleWords.Password)).StatusCode);
    }

    [Theory]
    [InlineData(ActivationPurposes.Invitation, 14 * 24)]
    [InlineData(ActivationPurposes.Slip, 30 * 24)]
    [InlineData(ActivationPurposes.Reset, 2)]
    public async Task A_link_works_until_it_expires(string purpose, int hours)
    {
        await using var hub = await TestHub.Start();
        var link = (await Make(hub, await hub.Person("E1"), purpose)).Path;
        using var browser = hub.Visitor();
        hub.Clock.Advance(TimeSpan.FromHours(hours) - TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(link)).StatusCode);
        hub.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.GetAsync(link)).StatusCode);
    }

    [Fact]
    public async Task A_new_link_voids_the_earlier_one_of_its_purpose_only()
    {
        await using var hub = await TestHub.Start();
        var person = await hub.Person("E1");
        var slip = (await Make(hub, person, ActivationPurposes.Slip)).Path;
        var first = (await Make(hub, person, ActivationPurposes.Invitation)).Path;
        var second = (await Make(hub, person, ActivationPurposes.Invitation)).Path;
        using var browser = hub.Visitor();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.GetAsync(first)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(second)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(slip)).StatusCode);
    }

    [Fact]
    public async Task A_changed_password_voids_every_link_and_slip_that_still_lies_about()
    {
        await using var hub = await TestHub.Start();
        var person = await hub.Person("E1");
        await hub.SetPassword(person);
        var links = new List<string>();
        foreach (var purpose in new[] { ActivationPurposes.Invitation, ActivationPurposes.Slip, ActivationPurposes.Reset }) links.Add((await Make(hub, person, purpose)).Path);
        Assert.Null(await hub.In(s => s.GetRequiredService<ChangePassword>().Handle(person, PeopleWords.Password, "another long secret", "another long secret", default)));
        using var finder = hub.Visitor();
        foreach (var link in links) Assert.Equal(HttpStatusCode.UnprocessableEntity, (await finder.GetAsync(link)).StatusCode);
    }

    [Theory, BothDatabases]
    public async Task Of_many_who_use_a_link_at_once_one_gets_in(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var link = (await Make(hub, await hub.Person("E1"), ActivationPurposes.Slip)).Path;
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            await using var scope = hub.Services.CreateAsyncScope();
            var use = scope.ServiceProvider.GetRequiredService<UseActivation>();
            var found = await use.ByToken(link["/activate/".Length..], default);
            return found.Problem is null && await use.Take(found.Value!, "hash", default);
        }));
        Assert.Single(answers, true);
    }

    [Fact]
    public async Task The_code_of_a_slip_can_be_typed_in_any_case_with_the_employee_number()
    {
        await using var hub = await TestHub.Start();
        var code = (await Make(hub, await hub.Person("E1"), ActivationPurposes.Slip)).Code;
        Assert.Matches("^[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}$", code);
        using var browser = hub.Visitor();
        var typed = code.ToUpperInvariant().Replace('-', ' ').Replace('0', 'O').Replace('1', 'I');
        var page = await browser.Submit("/activate?lang=en", "/activate", ("Name", "e1"), ("Code", typed));
        Assert.Contains("Save and sign in", await page.Text());
        var done = await browser.Submit("/activate", "/activate?handler=Password", ("Name", "e1"), ("Code", typed), ("Password", PeopleWords.Password), ("Again", PeopleWords.Password));
        Assert.Equal("/", done.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_code_is_worth_nothing_with_somebody_elses_number()
    {
        await using var hub = await TestHub.Start();
        var code = (await Make(hub, await hub.Person("E1"), ActivationPurposes.Slip)).Code;
        await hub.Person("E2");
        using var browser = hub.Visitor();
        var page = await browser.Submit("/activate?lang=en", "/activate", ("Name", "E2"), ("Code", code));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.StatusCode);
        Assert.Contains("can't be used", await page.Text());
    }

    [Theory, BothDatabases]
    public async Task Neither_token_nor_code_lies_in_the_database(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var made = await Make(hub, await hub.Person("E1"), ActivationPurposes.Slip);
        var kept = await hub.Rows<string>(
            """
            select token_hash from people_activation union all select code_hash from people_activation
            union all select coalesce(detail, '') from platform_audit union all select payload from platform_event union all select payload from platform_work
            """);
        Assert.NotEmpty(kept);
        foreach (var text in kept)
        {
            Assert.DoesNotContain(made.Path["/activate/".Length..], text);
            Assert.DoesNotContain(made.Code, text);
            Assert.DoesNotContain(made.Code.Replace("-", ""), text);
        }
    }

    [Theory, BothDatabases]
    public async Task Asking_for_a_reset_tells_the_mail_room_once_and_answers_alike_for_a_stranger(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await hub.Person("E1");
        using var browser = hub.Visitor();
        foreach (var email in new[] { "e1@test.example", "E1@test.example", "stranger@test.example" })
        {
            var response = await browser.Submit("/forgot", ("email", email));
            Assert.Equal("/forgot?sent=true", response.Headers.Location?.OriginalString);
        }
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from platform_event where kind = 'PasswordResetWanted'"));
    }
}
