using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TrainingHub.Modules.People;
using TrainingHub.Modules.People.Places;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Web;
using Xunit.Sdk;
using Xunit.v3;

namespace TrainingHub.Tests.Testing;

public enum TestDatabase { Sqlite, Postgres }

/// <summary>Runs a theory once on each database: [Theory, BothDatabases] with one parameter of type TestDatabase.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BothDatabasesAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([new TheoryDataRow(TestDatabase.Sqlite), new TheoryDataRow(TestDatabase.Postgres)]);

    public override bool SupportsDiscoveryEnumeration() => true;
}

/// <summary>
/// A whole hub on a free port, with a database and data folder of its own and a clock that can be moved.
/// Jobs run only when a test asks (<see cref="RunJob"/>), unless it was started with jobs.
/// </summary>
internal sealed class TestHub : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly string folder;

    private TestHub(WebApplication app, string folder, TestClock clock)
    {
        this.app = app;
        this.folder = folder;
        Clock = clock;
        Url = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public TestClock Clock { get; }

    public Uri Url { get; }

    public string DataFolder => folder;

    public IServiceProvider Services => app.Services;

    /// <param name="withContent">Import the standard modules of the repository.</param>
    /// <param name="services">Adds to what the modules registered, as a job of the test's own.</param>
    /// <param name="settings">More settings, as "TrainingHub:Hub:Name=Test".</param>
    public static async Task<TestHub> Start(TestDatabase database = TestDatabase.Sqlite, bool withContent = false, bool withJobs = false, bool withDemo = false, Action<IServiceCollection>? services = null, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("traininghub-test-").FullName;
        // Settings may decide what an import makes of the modules.
        var connection = await PreparedDatabases.Place(database, withContent && settings.Length == 0, folder);
        return await Start(folder, database, connection, new TestClock(), withContent, withJobs, withDemo, services, settings);
    }

    /// <summary>On data that is there already, as a restored backup; the folder goes with the hub.</summary>
    public static Task<TestHub> StartOn(string folder, TestDatabase database, string? connectionString, TestClock clock, Action<IServiceCollection>? services = null, params string[] settings) =>
        Start(folder, database, connectionString, clock, withContent: false, withJobs: false, withDemo: false, services, settings);

    private static async Task<TestHub> Start(string folder, TestDatabase database, string? connectionString, TestClock clock, bool withContent, bool withJobs, bool withDemo, Action<IServiceCollection>? services, params string[] settings)
    {
        var empty = Directory.CreateDirectory(Path.Combine(folder, "no-content")).FullName;
        var port = PostgresCluster.FreePort();
        var args = new List<string>
        {
            "--urls", $"http://127.0.0.1:{port}", "--environment", "Development", $"--TrainingHub:DataFolder={folder}", $"--TrainingHub:Demo:Seed={(withDemo ? "true" : "false")}",
            $"--TrainingHub:Hub:BaseUrl=http://127.0.0.1:{port}", "--Logging:LogLevel:Default=Warning",
        };
        if (!withContent) args.Add($"--TrainingHub:ContentFolder={empty}");
        if (!withJobs) args.Add("--no-jobs");
        if (database == TestDatabase.Postgres) args.Add("--TrainingHub:Database:Provider=postgres");
        if (connectionString is not null) args.Add($"--TrainingHub:Database:ConnectionString={connectionString}");
        args.AddRange(settings.Select(s => "--" + s));
        var app = Hub.Build([.. args], all =>
        {
            all.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
            PagesOnce.Use(all);
            services?.Invoke(all);
        });
        await Hub.Prepare(app, CancellationToken.None);
        await app.StartAsync();
        return new TestHub(app, folder, clock);
    }

    /// <summary>Does something in a scope of its own, as the hub itself.</summary>
    public async Task<T> In<T>(Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Actor>().BecomeHub("job", "test");
        return await act(scope.ServiceProvider);
    }

    /// <summary>Does something in a scope of its own, as a person with the roles it was granted.</summary>
    public async Task<T> As<T>(long personId, Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var roles = (await db.Rows<string>("select distinct role from people_grant where person_id = @personId", new { personId }, default)).Append(Roles.Learner).ToHashSet();
        scope.ServiceProvider.GetRequiredService<Actor>().Become(personId, "person", "Test", roles, scope.ServiceProvider.GetRequiredService<RolePermissions>().Of(roles));
        return await act(scope.ServiceProvider);
    }

    public Task<T?> Scalar<T>(string sql, object? args = null) => In(s => s.GetRequiredService<Db>().Scalar<T>(sql, args, default));

    public Task<List<T>> Rows<T>(string sql, object? args = null) => In(s => s.GetRequiredService<Db>().Rows<T>(sql, args, default));

    public Task<int> Execute(string sql, object? args = null) => In(async s =>
    {
        var db = s.GetRequiredService<Db>();
        await using var tx = await db.Begin(default);
        var count = await db.Execute(sql, args, default);
        await tx.Commit(default);
        return count;
    });

    public Task<JobResult> RunJob(string id) => app.Services.GetRequiredService<JobRunner>().Run(id, "test", default);

    /// <summary>Somebody hired today at the top site, by number, with roles for the whole hub.</summary>
    public async Task<long> Person(string number, params string[] roles)
    {
        var id = await In(async s =>
        {
            var site = await s.GetRequiredService<Db>().Scalar<long>("select id from people_site order by id limit 1", null, default);
            var hired = await s.GetRequiredService<HirePerson>().Handle(
                new NewPerson($"测试 {number}", null, $"{number.ToLowerInvariant()}@test.example", number, "en", DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime), site, null, null), default);
            return hired.Problem is null ? hired.Value : throw new InvalidOperationException(hired.Problem.ToString());
        });
        foreach (var role in roles) await Grant(id, role, null, null);
        return id;
    }

    /// <summary>A site below the top one, or below the one with that code.</summary>
    public Task<long> Site(string code, string? name = null, string? zone = null, string parent = "HUB") => In(async s =>
    {
        var above = await s.GetRequiredService<Db>().Scalar<long>("select id from people_site where code = @parent", new { parent }, default);
        var added = await s.GetRequiredService<AddSite>().Handle(new NewSite(code, name ?? "Site " + code, above, zone), default);
        return added.Problem is null ? added.Value : throw new InvalidOperationException(added.Problem.ToString());
    });

    public Task<int> Grant(long personId, string role, long? siteId, long? departmentId) => In(async s =>
    {
        var problem = await s.GetRequiredService<GrantRole>().Handle(personId, role, siteId, departmentId, default);
        return problem is null ? 0 : throw new InvalidOperationException(problem.ToString());
    });

    public HttpClient Visitor() => new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = Url };

    /// <summary>A browser-like client with a sign-in cookie of this person, in English.</summary>
    public async Task<HttpClient> SignedIn(long personId)
    {
        var handler = new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        handler.CookieContainer.Add(Url, new Cookie("traininghub", await SignInCookie(personId)));
        handler.CookieContainer.Add(Url, new Cookie("lang", "en"));
        return new HttpClient(handler) { BaseAddress = Url };
    }

    public Task<string> SignInCookie(long personId) => In(async s =>
    {
        var person = await s.GetRequiredService<UserManager<Person>>().FindByIdAsync($"{personId}") ?? throw new InvalidOperationException($"No person {personId}");
        var principal = await s.GetRequiredService<IUserClaimsPrincipalFactory<Person>>().CreateAsync(person);
        var options = s.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        // Issued by the hub's own clock, as a real sign-in's ticket would be.
        var properties = new AuthenticationProperties { IssuedUtc = Clock.GetUtcNow(), ExpiresUtc = Clock.GetUtcNow().AddDays(14) };
        return options.TicketDataFormat.Protect(new AuthenticationTicket(principal, properties, IdentityConstants.ApplicationScheme));
    });

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}
