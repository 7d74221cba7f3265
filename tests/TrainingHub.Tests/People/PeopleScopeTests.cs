using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.People;
using TrainingHub.Modules.People.Staff;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.People;

/// <summary>HR of site A has nothing to do with site B.</summary>
public sealed class PeopleScopeTests
{
    private sealed record World(long A, long B, long Hr, long AtA, long AtB);

    private static async Task<World> Two(TestHub hub, string role = Roles.Hr)
    {
        var (a, b) = (await hub.Site("A"), await hub.Site("B"));
        var hr = await hub.PersonAt(a, "HR1");
        await hub.Grant(hr, role, a, null);
        return new World(a, b, hr, await hub.PersonAt(a, "A1"), await hub.PersonAt(b, "B1"));
    }

    [Theory, BothDatabases]
    public async Task The_list_shows_the_own_site_and_nobody_else(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var w = await Two(hub);
        using var browser = await hub.SignedIn(w.Hr);
        var search = await Forms.Post(browser, "/hr/people", "/hr/people", new() { ["q"] = "1" });
        foreach (var url in new[] { "/hr/people", search.Headers.Location!.ToString(), "/hr/people?status=all", $"/hr/people?site={w.B}&status=all", "/hr/people/slips" })
        {
            var page = await (await browser.GetAsync(url)).Text();
            Assert.DoesNotContain("人员 B1", page);
            if (!url.Contains("site=")) Assert.Contains("人员 A1", page);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("/edit")]
    [InlineData("/placement")]
    [InlineData("/slip")]
    public async Task Pages_about_somebody_of_another_site_do_not_exist(string page)
    {
        await using var hub = await TestHub.Start();
        var w = await Two(hub);
        using var browser = await hub.SignedIn(w.Hr);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync($"/hr/people/{w.AtA}{page}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/hr/people/{w.AtB}{page}")).StatusCode);
    }

    [Theory, BothDatabases]
    public async Task Commands_about_somebody_of_another_site_find_nobody(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var w = await Two(hub);
        var today = DateOnly.FromDateTime(hub.Clock.GetUtcNow().UtcDateTime);
        var place = new Placement(w.A, null, null);
        var problems = await hub.As(w.Hr, async s => new[]
        {
            await s.GetRequiredService<EditPerson>().Handle(w.AtB, PersonFacts.Tidy("New", null, null, "B1", "en", today), default),
            await s.GetRequiredService<MovePerson>().Handle(w.AtB, place, today, default),
            await s.GetRequiredService<LeavePerson>().Handle(w.AtB, today, default),
            await s.GetRequiredService<RehirePerson>().Handle(w.AtB, place, today, default),
            await s.GetRequiredService<InvitePerson>().Handle(w.AtB, default),
            await s.GetRequiredService<MovePerson>().Handle(w.AtA, new Placement(w.B, null, null), today, default),
            (await s.GetRequiredService<HirePerson>().Handle(new NewPerson("New", null, null, "N1", "en", today, w.B, null, null), default)).Problem,
        });
        Assert.All(problems, p => Assert.Equal("not-found", p?.Code));
        Assert.Empty(await hub.As(w.Hr, s => s.GetRequiredService<PrintSlips>().Handle([w.AtB], default)));
    }

    [Fact]
    public async Task Hr_can_neither_grant_roles_nor_take_over_the_account_of_somebody_who_holds_one()
    {
        await using var hub = await TestHub.Start();
        var w = await Two(hub);
        var admin = await hub.PersonAt(w.A, "ADM");
        await hub.Grant(admin, Roles.Admin, null, null);
        var today = DateOnly.FromDateTime(hub.Clock.GetUtcNow().UtcDateTime);
        Assert.Equal("not-found", (await hub.As(w.Hr, s => s.GetRequiredService<GrantRole>().Handle(w.Hr, Roles.Admin, null, null, default)))?.Code);
        Assert.Empty(await hub.As(w.Hr, s => s.GetRequiredService<PrintSlips>().Handle([admin], default)));
        var edited = await hub.As(w.Hr, s => s.GetRequiredService<EditPerson>().Handle(admin, PersonFacts.Tidy("人员 ADM", null, "mine@test.example", "ADM", "en", today), default));
        Assert.Contains("Only an administrator", edited?.ToString());
    }

    [Fact]
    public async Task An_administrator_of_a_site_grants_roles_there_and_not_beyond()
    {
        await using var hub = await TestHub.Start();
        var w = await Two(hub, Roles.Admin);
        Task<Problem?> Grant(long person, long? site) => hub.As(w.Hr, s => s.GetRequiredService<GrantRole>().Handle(person, Roles.Manager, site, null, default));
        Assert.Null(await Grant(w.AtA, w.A));
        Assert.NotNull(await Grant(w.AtA, w.B));
        Assert.NotNull(await Grant(w.AtA, null));
        Assert.NotNull(await Grant(w.AtB, w.A));
    }

    [Fact]
    public async Task The_only_administrator_can_neither_resign_nor_leave()
    {
        await using var hub = await TestHub.Start();
        var admin = await hub.Person("ADM", Roles.Admin);
        var grant = await hub.Scalar<long>("select id from people_grant where person_id = @admin", new { admin });
        var today = DateOnly.FromDateTime(hub.Clock.GetUtcNow().UtcDateTime);
        Assert.Contains("only administrator", (await hub.As(admin, s => s.GetRequiredService<RevokeRole>().Handle(grant, default)))?.ToString());
        Assert.Contains("only administrator", (await hub.As(admin, s => s.GetRequiredService<LeavePerson>().Handle(admin, today.AddDays(3), default)))?.ToString());
        await hub.Person("ADM2", Roles.Admin);
        Assert.Null(await hub.As(admin, s => s.GetRequiredService<RevokeRole>().Handle(grant, default)));
    }

    [Theory, BothDatabases]
    public async Task A_manager_sees_the_own_team_and_only_looks(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var w = await Two(hub, Roles.Manager);
        using var browser = await hub.SignedIn(w.Hr);
        var team = await (await browser.GetAsync("/team")).Text();
        Assert.Contains("人员 A1", team);
        Assert.DoesNotContain("人员 B1", team);
        Assert.DoesNotContain("Record the leaving", await (await browser.GetAsync($"/hr/people/{w.AtA}")).Text());
        Assert.Contains("/denied", (await browser.GetAsync($"/hr/people/{w.AtA}/edit")).Headers.Location?.OriginalString);
    }

    [Theory, BothDatabases]
    public async Task A_role_in_a_department_reaches_its_people_only(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var site = await hub.Site("A");
        var (front, house) = (await hub.Department(site, "FRONT"), await hub.Department(site, "HOUSE"));
        var hr = await hub.PersonAt(site, "HR1", front);
        await hub.Grant(hr, Roles.Hr, null, front);
        await hub.PersonAt(site, "F1", front);
        var other = await hub.PersonAt(site, "H1", house);
        using var browser = await hub.SignedIn(hr);
        var page = await (await browser.GetAsync("/hr/people")).Text();
        Assert.Contains("人员 F1", page);
        Assert.DoesNotContain("人员 H1", page);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/hr/people/{other}")).StatusCode);
    }
}
