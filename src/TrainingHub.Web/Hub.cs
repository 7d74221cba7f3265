using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HttpOverrides;
using TrainingHub.Modules.Acknowledgements;
using TrainingHub.Modules.Api;
using TrainingHub.Modules.Api.Conventions;
using TrainingHub.Modules.Certificates;
using TrainingHub.Modules.Certification;
using TrainingHub.Modules.Courses;
using TrainingHub.Modules.FloorChecks;
using TrainingHub.Modules.Notifications;
using TrainingHub.Modules.People;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Health;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Modules.Platform.Verbs;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Practice;
using TrainingHub.Modules.Quizzes;
using TrainingHub.Modules.Records;
using TrainingHub.Modules.Sessions;
using TrainingHub.Modules.Simulation;
using TrainingHub.Web.Home;

namespace TrainingHub.Web;

/// <summary>The table of contents: which modules there are, in the order of their dependencies, and how a request passes through.</summary>
internal static class Hub
{
    public static readonly IReadOnlyList<IModule> Modules =
    [
        new PlatformModule(),
        new PeopleModule(),
        new CoursesModule(),
        new QuizzesModule(),
        new CertificationModule(),
        new CertificatesModule(),
        new AcknowledgementsModule(),
        new SessionsModule(),
        new FloorChecksModule(),
        new PracticeModule(),
        new NotificationsModule(),
        new RecordsModule(),
        new ApiModule(),
        new SimulationModule(),
        new HomeModule(),
    ];

    /// <summary>Settings are read once, at the start; watching their files would only use up what the system grants of watchers.</summary>
    public const string NoReload = "--hostBuilder:reloadConfigOnChange=false";

    public static async Task<int> Start(string[] args)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        if (VerbHost.Takes(args)) return await VerbHost.Run(args);
        if (ServeOptions.Unknown(args) is { } unknown)
        {
            await Console.Error.WriteLineAsync($"{unknown} is no option of serve. See --help.");
            return ExitCodes.Usage;
        }
        try
        {
            await using var app = Build(args);
            await Prepare(app, CancellationToken.None);
            await app.RunAsync();
            return 0;
        }
        catch (Exception e) when (e is SettingException or SchemaException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCodes.DataAtFault;
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"{e.Message} Stop the other program, or choose another address with --urls http://localhost:5081.");
            return ExitCodes.DataAtFault;
        }
    }

    /// <param name="args">As on the command line of "serve": --no-jobs, --urls, and any setting as --TrainingHub:Key=value.</param>
    /// <param name="adjust">For tests: replaces services, as the clock.</param>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? adjust = null)
    {
        var withJobs = !args.Contains("--no-jobs");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = [.. args.Where(a => a is not ("serve" or "--no-jobs")), NoReload],
            ApplicationName = "TrainingHub.Web",
            ContentRootPath = AppContext.BaseDirectory, // settings are found beside the binary, wherever it is started from
        });
        // Else an unpublished build would compress files anew at each request, badly: the build has done it well.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
        // An unpublished build keeps its static files in the source tree and a manifest of them beside the binary.
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, "TrainingHub.Web.staticwebassets.runtime.json"))) builder.WebHost.UseStaticWebAssets();
        AddHub(builder);
        if (withJobs) JobScheduling.Add(builder.Services);
        if (builder.Configuration["urls"] is null) builder.WebHost.UseUrls("http://localhost:5080");
        builder.Services.AddRazorPages(o => o.RootDirectory = "/").AddMvcOptions(o =>
        {
            o.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
            o.Filters.Add<FormTooLarge>(FormTooLarge.Order);
        });
        // Chinese goes out as it is: as numeric entities, which are the default, a page is more than twice as large.
        builder.Services.Configure<Microsoft.Extensions.WebEncoders.WebEncoderOptions>(o => o.TextEncoderSettings = new System.Text.Encodings.Web.TextEncoderSettings(System.Text.Unicode.UnicodeRanges.All));
        builder.Services.AddAntiforgery(o => o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);
        builder.Services.AddHealthChecks();
        builder.Services.AddHttpContextAccessor();
        builder.Services.Configure<ForwardedHeadersOptions>(o => o.ForwardedHeaders = ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedFor);
        builder.WebHost.ConfigureKestrel(k => k.AddServerHeader = false);

        adjust?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseForwardedHeaders();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error",
            StatusCodeSelector = e => e is BadHttpRequestException bad ? bad.StatusCode : Outage.Of(e) is not null ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError,
            CreateScopeForErrors = true,
            SuppressDiagnosticsCallback = e => Outage.Of(e.Exception) is not null, // told in one line by OutagePage
        });
        app.UseMiddleware<OutagePage>();
        app.UseStatusCodePagesWithReExecute("/error", "?status={0}");
        app.UseMiddleware<SecurityHeaders>();
        app.UseRouting();
        app.UseMiddleware<ApiFront>();
        app.Use(UnknownAddress);
        app.UseAuthentication();
        app.UseMiddleware<ActorMiddleware>();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorPages().WithStaticAssets();
        app.MapHealthChecks("/healthz").AllowAnonymous();
        foreach (var module in Modules) module.Map(app);
        return app;
    }

    /// <summary>An address that is not there is not found, for everybody: the door that is closed to whatever names no permission would say that it is forbidden.</summary>
    private static Task UnknownAddress(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint() is not null) return next(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    /// <summary>What the site and the verbs share: settings, modules and their services.</summary>
    private static void AddHub(IHostApplicationBuilder builder)
    {
        var settings = HubSettings.Read(builder.Configuration, builder.Environment.IsProduction(), AppContext.BaseDirectory);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(Modules);
        builder.Services.AddSingleton<IHubFactory, HubFactory>();
        // Verbs send mails too, whose links the site must understand.
        builder.Services.AddDataProtection().SetApplicationName("TrainingHub").PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(settings.DataFolder, "keys")));
        var modules = new ModuleBuilder(builder.Services, settings);
        foreach (var module in Modules) module.Register(modules);
        builder.Services.AddSingleton(modules.Registry);
    }

    /// <summary>A hub that answers no requests: for verbs and simulations.</summary>
    public static void AddWithoutSite(HostApplicationBuilder builder, Action<IServiceCollection>? adjust = null)
    {
        builder.Services.AddRouting();
        builder.Services.AddAuthorization();
        builder.Services.AddHttpContextAccessor();
        AddHub(builder);
        adjust?.Invoke(builder.Services);
        // Development would check every service at once; those that only a web application can have are never asked for here.
        builder.ConfigureContainer(new DefaultServiceProviderFactory(new ServiceProviderOptions { ValidateScopes = true }));
    }

    /// <summary>Schema, start steps and the job table, before the first request.</summary>
    public static async Task Prepare(IHost app, CancellationToken ct)
    {
        var migrated = await app.Services.GetRequiredService<Migrator>().Run(ct);
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("TrainingHub");
        var settings = app.Services.GetRequiredService<HubSettings>();
        StartLog.Database(log, settings.Provider == DatabaseProvider.Sqlite ? SqliteLibrary.Load() : "PostgreSQL", migrated.Count);
        if (settings is { IsProduction: true, BaseUrl: null }) StartLog.NoAddress(log);
        foreach (var step in app.Services.GetRequiredService<Registry>().StartSteps)
        {
            await using var scope = app.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Modules.Platform.Security.Actor>().BecomeHub("start", step.Name);
            await ((IStartStep)scope.ServiceProvider.GetRequiredService(step)).Run(ct);
        }
        await app.Services.GetRequiredService<JobRunner>().Declare(ct);
    }
}

internal static partial class StartLog
{
    [LoggerMessage(1, LogLevel.Information, "{Library}; {Count} schema scripts applied")]
    public static partial void Database(ILogger logger, string library, int count);

    [LoggerMessage(2, LogLevel.Warning, "TrainingHub:Hub:BaseUrl is not set: until it says under which address people reach the hub, no certificate is issued and no mail is sent")]
    public static partial void NoAddress(ILogger logger);
}
