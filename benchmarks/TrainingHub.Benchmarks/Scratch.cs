using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TrainingHub.Modules.People;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Web;

namespace TrainingHub.Benchmarks;

/// <summary>A hub with people, tokens and a history of certifications, made by the hub's own commands where they decide something and by SQL where rows are only wanted in number.</summary>
internal sealed class Scratch : IAsyncDisposable
{
    private static readonly DateTimeOffset RecordedAt = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly WebApplication hub;

    private Scratch(WebApplication hub, string folder, string[] settings)
    {
        this.hub = hub;
        Folder = folder;
        Settings = settings;
    }

    public string Folder { get; }

    /// <summary>The settings under which a published site serves this data, as "Database:Provider=postgres".</summary>
    public string[] Settings { get; }

    public List<long> People { get; } = [];

    public List<string> Tokens { get; } = [];

    public IServiceProvider Services => hub.Services;

    public static async Task<Scratch> Make(string folder, int people, int periods, params string[] settings)
    {
        var hub = Hub.Build(Arguments(folder, settings));
        await Hub.Prepare(hub, CancellationToken.None);
        var scratch = new Scratch(hub, folder, settings);
        await scratch.Hire(people);
        await scratch.Run(QueueJobs.IdOf(Queues.General)); // the standing rules look at everybody
        await scratch.OpenQuizzes();
        await scratch.FillPeriods(periods);
        return scratch;
    }

    /// <summary>Learners who may take a quiz and nothing that any rule asks of anybody.</summary>
    public static async Task<Scratch> Quiet(string folder, int learners, Action<IServiceCollection> services, params string[] settings)
    {
        var hub = Hub.Build(Arguments(folder, settings), services);
        await Hub.Prepare(hub, CancellationToken.None);
        var scratch = new Scratch(hub, folder, settings);
        await scratch.Execute("update certification_rule_version set starts_on = @from, ends_on = @until", new { from = new DateOnly(2000, 1, 1), until = new DateOnly(2000, 1, 2) });
        await scratch.Hire(learners);
        await scratch.Run(QueueJobs.IdOf(Queues.General));
        await scratch.OpenQuizzes();
        return scratch;
    }

    public static string[] Arguments(string folder, IEnumerable<string> settings) =>
    [
        "--no-jobs", "--urls", $"http://127.0.0.1:{SiteProcess.FreePort()}", "--environment", "Production", "--Logging:LogLevel:Default=Warning",
        $"--TrainingHub:DataFolder={folder}", "--TrainingHub:Hub:BaseUrl=http://127.0.0.1", .. settings.Select(s => "--TrainingHub:" + s),
    ];

    public async Task<T> In<T>(Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Actor>().BecomeHub("job", "benchmark");
        return await act(scope.ServiceProvider);
    }

    public Task<int> Execute(string sql, object? arguments = null) => In(async s =>
    {
        var db = s.GetRequiredService<Db>();
        await using var tx = await db.Begin(CancellationToken.None);
        var rows = await db.Execute(sql, arguments, CancellationToken.None);
        await tx.Commit(CancellationToken.None);
        return rows;
    });

    public Task<T?> Scalar<T>(string sql, object? arguments = null) => In(s => s.GetRequiredService<Db>().Scalar<T>(sql, arguments, CancellationToken.None));

    public Task<JobResult> Run(string job) => hub.Services.GetRequiredService<JobRunner>().Run(job, "benchmark", CancellationToken.None);

    /// <summary>A sign-in cookie as the site itself would have set it: the keys lie in the data folder.</summary>
    public Task<string> CookieOf(long person) => In(async s =>
    {
        var known = await s.GetRequiredService<UserManager<Person>>().FindByIdAsync($"{person}") ?? throw new InvalidOperationException($"No person {person}.");
        var principal = await s.GetRequiredService<IUserClaimsPrincipalFactory<Person>>().CreateAsync(known);
        var options = s.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        var now = s.GetRequiredService<TimeProvider>().GetUtcNow();
        // A browser takes the cookie that is renewed each minute; ours never does, so it is dated ahead: else each request would be the one that renews it.
        var properties = new AuthenticationProperties { IssuedUtc = now.AddHours(2), ExpiresUtc = now.AddDays(14) };
        return $"Cookie: traininghub={options.TicketDataFormat.Protect(new AuthenticationTicket(principal, properties, IdentityConstants.ApplicationScheme))}; lang=zh-CN\r\n";
    });

    public Task Grant(long person, string role) => In(async s => await s.GetRequiredService<GrantRole>().Handle(person, role, null, null, CancellationToken.None) is { } problem
        ? throw new InvalidOperationException(problem.ToString())
        : 0);

    private Task<int> Hire(int count) => In(async s =>
    {
        var db = s.GetRequiredService<Db>();
        var clock = s.GetRequiredService<TimeProvider>();
        var site = await db.Scalar<long>("select id from people_site order by id limit 1", null, CancellationToken.None);
        var hired = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(-30);
        await using var tx = await db.Begin(CancellationToken.None);
        for (var i = 1; i <= count; i++)
        {
            var person = await s.GetRequiredService<HirePerson>().Handle(new NewPerson($"测试员工{i}", null, $"b{i}@bench.example", $"B{i:00000}", "zh-CN", hired, site, null, null), CancellationToken.None);
            if (person.Problem is { } problem) throw new InvalidOperationException(problem.ToString());
            var token = s.GetRequiredService<Entropy>().Token(256);
            await db.Execute("insert into people_token(person_id, name, token_hash, scopes, created_at) values (@person, 'benchmark', @hash, 'all', @now)",
                new { person = person.Value, hash = Secrets.Hash(token), now = clock.GetUtcNow() }, CancellationToken.None);
            People.Add(person.Value);
            Tokens.Add($"Authorization: Bearer {token}\r\nAccept-Language: zh-CN\r\n");
        }
        await tx.Commit(CancellationToken.None);
        return count;
    });

    /// <summary>Ten questions, and as many attempts as wanted: a learner of the benchmark takes the quiz over and over.</summary>
    private async Task OpenQuizzes()
    {
        var settings = """{"questions":10,"passMark":80,"timeLimit":0,"attempts":0,"wait":0,"grade":"highest","behaviour":"deferred","shuffle":true,"draw":[{"tags":[],"count":10}]}""";
        await Execute("update quizzes_quiz_version set settings = @settings", new { settings });
    }

    /// <summary>Twenty programmes, five yearly periods each; only people of the second half hold them, so that the first half's pages show what a learner's page shows.</summary>
    private async Task FillPeriods(int wanted)
    {
        const int cycles = 5;
        var holders = People.Skip(People.Count / 2).ToArray();
        var programmes = Math.Max(1, wanted / cycles / holders.Length);
        for (var i = 1; i <= programmes; i++)
        {
            var slug = string.Create(CultureInfo.InvariantCulture, $"bench-{i:000}");
            await Program(slug, RecordedAt);
            await Execute(
                """
                insert into certification_requirement(person_id, program_id, created_at)
                select p.id, g.id, @RecordedAt from people_person p cross join certification_program g where g.slug = @slug and p.id >= @First
                """, new { slug, RecordedAt, First = holders[0] });
        }
        var today = DateOnly.FromDateTime(hub.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
        for (var cycle = 1; cycle <= cycles; cycle++)
        {
            var from = today.AddMonths(-6).AddYears(cycle - cycles);
            var at = new DateTimeOffset(from, TimeOnly.MinValue, TimeSpan.Zero);
            await Execute(
                """
                insert into certification_period(requirement_id, person_id, program_id, number, program_version_id, policy_id, assigned_on, due_on, recorded_at,
                  completed_on, valid_from, expires_on, window_opens_on, grace_ends_on, anchor_on, anchor_steps, completed_recorded_at, ended_on, end_reason, ended_recorded_at)
                select r.id, r.person_id, r.program_id, @cycle, g.current_version_id, g.current_policy_id, @Assigned, @from, @At,
                  @from, @from, @Expires, @Opens, @Grace, @from, 1, @At, @Ended, @Reason, @EndedAt
                from certification_requirement r join certification_program g on g.id = r.program_id and g.slug like 'bench-%'
                """,
                new
                {
                    cycle, from, At = at, Assigned = from.AddDays(-7), Expires = from.AddYears(1), Opens = from.AddMonths(10), Grace = from.AddYears(1).AddDays(14),
                    Ended = cycle == cycles ? (DateOnly?)null : from.AddYears(1), Reason = cycle == cycles ? null : "renewed", EndedAt = cycle == cycles ? (DateTimeOffset?)null : at.AddYears(1),
                });
        }
        // PostgreSQL would do so by itself within minutes.
        if (hub.Services.GetRequiredService<Database>().Dialect == Dialect.Postgres) await Execute("analyze certification_period, certification_requirement, people_person");
    }

    /// <summary>A programme that asks for a quiz, held for a year.</summary>
    public async Task Program(string slug, DateTimeOffset at)
    {
        await Execute("insert into certification_program(slug, created_at) values (@slug, @at)", new { slug, at });
        await Execute(
            """
            insert into certification_program_version(program_id, number, title_zh, title_en, summary_zh, summary_en, requirement, renewal, hash, created_at)
            select id, 1, '测试项目 ' || slug, 'Programme ' || slug, '', '', '{"quiz":"5s"}', '{"quiz":"5s"}', slug, @at from certification_program where slug = @slug
            """, new { slug, at });
        await Execute("insert into certification_leaf(version_id, path, kind, key) select v.id, 0, 'quiz', '5s' from certification_program_version v where v.hash = @slug", new { slug });
        await Execute(
            """
            insert into certification_policy(program_id, number, active, renewal_window, basis, grace, grace_is_compliant, origin, created_at)
            select id, 1, '12m', '2m', 'expiry', '14d', true, 'hub', @at from certification_program where slug = @slug
            """, new { slug, at });
        await Execute(
            """
            update certification_program set current_version_id = (select v.id from certification_program_version v where v.program_id = certification_program.id),
              current_policy_id = (select y.id from certification_policy y where y.program_id = certification_program.id) where slug = @slug
            """, new { slug });
    }

    public async ValueTask DisposeAsync() => await hub.DisposeAsync();
}
