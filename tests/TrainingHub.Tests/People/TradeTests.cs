using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.People;

public sealed class TradeTests
{
    private static Task<string> Fitting(TestHub hub, long person) => hub.In(async s =>
    {
        var own = await s.GetRequiredService<ITrades>().Of(person, default);
        Assert.True(own.Fit(TradeNames.Everyone));
        return string.Join(' ', TradeNames.All.Where(own.Fit));
    });

    private static readonly string Every = string.Join(' ', TradeNames.All);

    [Theory, BothDatabases]
    public async Task A_site_is_in_the_trades_of_the_nearest_site_above_that_names_some(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (town, mall, shop) = (await hub.Site("TOWN"), await hub.Site("MALL", parent: "TOWN"), await hub.Site("SHOP", parent: "MALL"));
        var person = await hub.PersonAt(shop, "E1");
        Assert.Equal(Every, await Fitting(hub, person));
        await hub.Trades(town, "hotel");
        Assert.Equal("hotel", await Fitting(hub, person));
        await hub.Trades(mall, "restaurant", "retail");
        Assert.Equal("retail restaurant", await Fitting(hub, person));
        await hub.Trades(mall);
        Assert.Equal("hotel", await Fitting(hub, person));
        await hub.Trades(shop, "service-desk");
        Assert.Equal(Every, await Fitting(hub, await hub.Person("E2")));
        Assert.Equal("service-desk", await Fitting(hub, person));
        Assert.Null(await hub.Moves(person, mall));
        Assert.Equal("hotel", await Fitting(hub, person));
        Assert.Equal(["hotel", "service-desk"], await hub.In(s => s.GetRequiredService<ITrades>().Named(default)));
    }

    [Fact]
    public void What_is_written_for_several_trades_fits_each_of_them()
    {
        var desk = new OwnTrades("property service-desk");
        Assert.Equal([true, true, false, false], ((string[])["all", "hotel property", "retail hotel", ""]).Select(desk.Fit));
        Assert.True(OwnTrades.Every.Fit("retail"));
    }

    [Theory, BothDatabases]
    public async Task An_administrator_says_which_trades_a_site_is_in_and_auditors_read_it(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (hotel, bar) = (await hub.Site("HOTEL"), await hub.Site("BAR", parent: "HOTEL"));
        using var browser = await hub.SignedIn(await hub.Person("ADM", Roles.Admin));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.Submit("/admin/sites", "/admin/sites?handler=SetTrades", ("id", $"{hotel}"), ("trades", "restaurant"), ("trades", "hotel"))).StatusCode);
        var page = WebUtility.HtmlDecode(await browser.GetStringAsync("/admin/sites"));
        Assert.Contains("Trades: Hotel, Restaurant", page, StringComparison.Ordinal);
        Assert.Contains("As the site above: Hotel, Restaurant", page, StringComparison.Ordinal);
        Assert.Contains("Every trade", page, StringComparison.Ordinal);
        // The same again is no change.
        await browser.Submit("/admin/sites", "/admin/sites?handler=SetTrades", ("id", $"{hotel}"), ("trades", "hotel"), ("trades", "restaurant"));
        Assert.Equal("""{"before":"","now":"hotel restaurant"}""", Assert.Single(await hub.Rows<string>("select detail from platform_audit where action = 'people.site-trades' and subject = @subject", new { subject = $"site:{hotel}" })));
        Assert.Contains("circus is no trade.", await (await browser.Submit("/admin/sites", "/admin/sites?handler=SetTrades", ("id", $"{bar}"), ("trades", "circus"))).Text(), StringComparison.Ordinal);
        await browser.Submit("/admin/sites", "/admin/sites?handler=SetTrades", ("id", $"{hotel}"));
        Assert.Equal("", await hub.Scalar<string>("select trades from people_site where id = @hotel", new { hotel }));
    }

    [Theory, BothDatabases]
    public async Task Nobody_changes_the_trades_of_a_site_that_is_not_theirs(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (mine, other) = (await hub.Site("A"), await hub.Site("B"));
        var admin = await hub.Person("ADM");
        await hub.Grant(admin, Roles.Admin, mine, null);
        using var browser = await hub.SignedIn(admin);
        Assert.Contains("There is no such site.", await (await browser.Submit("/admin/sites", "/admin/sites?handler=SetTrades", ("id", $"{other}"), ("trades", "retail"))).Text(), StringComparison.Ordinal);
        await browser.Submit("/admin/sites", "/admin/sites?handler=SetTrades", ("id", $"{mine}"), ("trades", "retail"));
        Assert.Equal(["retail", ""], await hub.Rows<string>("select trades from people_site where code in ('A', 'B') order by code"));
        using var trainer = await hub.SignedIn(await hub.Person("TRN", Roles.Trainer));
        Assert.Equal("/denied", (await trainer.GetAsync("/admin/sites")).Headers.Location?.AbsolutePath);
    }
}
