using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Certificates;
using TrainingHub.Tests.People;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Platform;

/// <summary>Walks every endpoint of the hub: each is open to visitors by name, or names the one permission that opens it, and keeps its word.</summary>
public sealed class EndpointPermissionTests
{
    /// <summary>What visitors may reach. A page that is to be open is added here on purpose, never by forgetting an attribute.</summary>
    private static readonly string[] OpenToVisitors =
    [
        "/login", "/denied", "/activate/{token?}", "/forgot", "/reminders/{token}", "/error", "/healthz", "/readyz", "/metrics", "/verify", "/verify/{code}", "/verify/{code?}", "/api/v1/verify/{code}", "/openapi/{documentName}.json", "/docs/api", "/openapi/v1.json", "/help/{page?}", "/api/{**rest}",
    ];

    private static List<RouteEndpoint> Endpoints(TestHub hub) =>
        [.. hub.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => !IsStaticFile(e))];

    private static bool IsStaticFile(RouteEndpoint endpoint) => endpoint.Metadata.Any(m => m.GetType().Name == "StaticAssetDescriptor");

    private static string Route(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.TrimStart('/');

    private static string? PermissionOf(RouteEndpoint endpoint) => endpoint.Metadata.OfType<RequiresAttribute>().LastOrDefault()?.Permission;

    [Fact]
    public async Task Every_endpoint_names_a_permission_or_is_open_on_purpose()
    {
        await using var hub = await TestHub.Start();
        var known = hub.Services.GetRequiredService<Registry>().Permissions.Select(p => p.Key).ToHashSet();
        var endpoints = Endpoints(hub);
        Assert.True(endpoints.Count > 20);
        var wrong = new List<string>();
        foreach (var endpoint in endpoints)
        {
            var (route, permission, open) = (Route(endpoint), PermissionOf(endpoint), endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null);
            if (open && permission is not null) wrong.Add($"{route} names {permission} and is open to visitors all the same");
            else if (open && !OpenToVisitors.Contains(route)) wrong.Add($"{route} is open to visitors and not on the list");
            else if (!open && permission is null) wrong.Add($"{route} names no permission");
            else if (permission is not null && !known.Contains(permission)) wrong.Add($"{route} names {permission}, which no module declares");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task An_address_that_is_not_there_is_not_found_for_visitors_and_people_alike()
    {
        await using var hub = await TestHub.Start();
        using var visitor = hub.Visitor();
        using var learner = await hub.SignedIn(await hub.Person("E1"));
        foreach (var browser in new[] { visitor, learner })
        {
            foreach (var address in (string[])["/nothing-here", "/css/nothing.css", "/hr/nothing/here"]) Assert.Equal((address, HttpStatusCode.NotFound), (address, (await browser.GetAsync(address)).StatusCode));
            Assert.Contains("<h1>", await (await browser.GetAsync("/nothing-here")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Pages_open_to_exactly_the_roles_that_have_their_permission_for_the_hub_and_for_one_site()
    {
        await using var hub = await TestHub.Start();
        var permissions = hub.Services.GetRequiredService<RolePermissions>();
        var site = await hub.Scalar<long>("select id from people_site order by id limit 1");
        var pages = Endpoints(hub)
            .Where(e => !e.RoutePattern.Parameters.Any(p => !p.IsOptional) && PermissionOf(e) is not null && e.Metadata.GetMetadata<HttpMethodMetadata>() is null or { HttpMethods: ["GET", ..] })
            .Select(e => (Route: System.Text.RegularExpressions.Regex.Replace(Route(e), @"/\{[^}]*\}", ""), Permission: PermissionOf(e)!))
            .Where(p => !p.Route.StartsWith("/api", StringComparison.Ordinal) && !p.Route.StartsWith("/openapi", StringComparison.Ordinal))
            .Distinct().ToList();
        var wrong = new List<string>();
        foreach (var role in Roles.All)
        {
            foreach (var where in new long?[] { null, site })
            {
                var number = $"{role}-{(where is null ? "hub" : "site")}";
                var person = await hub.Person(number);
                if (role != Roles.Learner) await hub.Grant(person, role, where, null);
                var granted = permissions.Of(new HashSet<string> { Roles.Learner, role });
                using var browser = await hub.SignedIn(person);
                foreach (var (route, permission) in pages)
                {
                    var response = await browser.GetAsync(route);
                    var denied = response.StatusCode == HttpStatusCode.Forbidden || response.Headers.Location?.OriginalString.Contains("/denied", StringComparison.Ordinal) == true;
                    if (denied == granted.Contains(permission)) wrong.Add($"{route} ({permission}) answered {(int)response.StatusCode} to {number}");
                    if ((int)response.StatusCode >= 500) wrong.Add($"{route} failed with {(int)response.StatusCode} for {number}");
                }
            }
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Visitors_are_led_to_the_sign_in_and_the_api_answers_401()
    {
        await using var hub = await TestHub.Start();
        using var visitor = hub.Visitor();
        var wrong = new List<string>();
        foreach (var endpoint in Endpoints(hub).Where(e => PermissionOf(e) is not null))
        {
            var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"];
            var url = System.Text.RegularExpressions.Regex.Replace(Route(endpoint), @"\{[^}]*\}", "1");
            using var request = new HttpRequestMessage(new HttpMethod(methods[0]), url);
            var response = await visitor.SendAsync(request);
            var turnedAway = url.StartsWith("/api/", StringComparison.Ordinal)
                ? response.StatusCode == HttpStatusCode.Unauthorized
                : response.StatusCode == HttpStatusCode.Redirect && response.Headers.Location!.OriginalString.Contains("/login", StringComparison.Ordinal);
            // A parameter that 1 does not fit may lead to no endpoint at all; that opens nothing either.
            if (!turnedAway && response.StatusCode != HttpStatusCode.NotFound) wrong.Add($"{methods[0]} {url} answered {(int)response.StatusCode}");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task An_endpoint_that_says_nothing_is_closed_even_to_an_administrator()
    {
        await using var hub = await TestHub.Start();
        var admin = await hub.Person("ADM", Roles.Admin);
        var succeeded = await hub.As(admin, async s =>
        {
            // What the framework asks for an endpoint without metadata.
            var policy = await AuthorizationPolicy.CombineAsync(s.GetRequiredService<IAuthorizationPolicyProvider>(), []);
            Assert.NotNull(policy);
            var principal = new System.Security.Claims.ClaimsPrincipal(new System.Security.Claims.ClaimsIdentity("test"));
            return (await s.GetRequiredService<IAuthorizationService>().AuthorizeAsync(principal, null, policy)).Succeeded;
        });
        Assert.False(succeeded);
    }

    [Fact]
    public async Task Every_page_about_a_person_or_a_certificate_of_another_site_is_missing_to_whoever_holds_all_roles_of_one()
    {
        await using var hub = await TestHub.Start();
        var (north, south) = (await hub.Site("NORTH"), await hub.Site("SOUTH"));
        var (viewer, inside, outside) = (await hub.PersonAt(north, "N1"), await hub.PersonAt(north, "N2"), await hub.PersonAt(south, "S1"));
        foreach (var role in Roles.All.Where(r => r != Roles.Learner)) await hub.Grant(viewer, role, north, null);
        var program = await hub.Program();
        var (seen, hidden) = (await hub.Certificate(inside, program), await hub.Certificate(outside, program));
        var slug = (await hub.Scalar<string>("select slug from certification_program where id = @program", new { program }))!;
        using var browser = await hub.SignedIn(viewer);
        var routes = Endpoints(hub).Select(Route).Distinct().Where(r => r.StartsWith("/hr/people/{id:long}", StringComparison.Ordinal) || r.StartsWith("/hr/certificates/{number}", StringComparison.Ordinal)).ToList();
        Assert.True(routes.Count >= 7, string.Join(' ', routes));
        var wrong = new List<string>();
        foreach (var route in routes)
        {
            string Url(long person, string number) => route.Replace("{id:long}", $"{person}", StringComparison.Ordinal).Replace("{number}", number, StringComparison.Ordinal).Replace("{program}", slug, StringComparison.Ordinal);
            var (own, other) = ((int)(await browser.GetAsync(Url(inside, seen))).StatusCode, (int)(await browser.GetAsync(Url(outside, hidden))).StatusCode);
            if ((own, other) != (200, 404)) wrong.Add($"{route} answered {own} for the own site and {other} for the other");
        }
        Assert.Empty(wrong);
    }
}
