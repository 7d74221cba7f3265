using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform.Admin;
using TrainingHub.Modules.Platform.Backups;
using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Health;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Modules.Platform.Mail;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Verbs;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Platform;

/// <summary>What every module stands on.</summary>
public sealed class PlatformModule : IModule
{
    public string Name => "platform";

    public void Register(ModuleBuilder m)
    {
        var s = m.Services;
        s.AddSingleton<Database>();
        s.AddSingleton<Migrator>();
        s.AddScoped<Db>();
        s.AddScoped<Events.Events>();
        s.AddScoped<Work>();
        s.AddSingleton<WorkSignal>();
        s.AddSingleton<WorkQueue>();
        s.AddSingleton<HubMetrics>();
        s.AddSingleton<Readiness>();
        s.AddSingleton<JobTable>();
        s.AddSingleton<JobRunner>();
        s.AddScoped<RunJobNow>();
        s.AddScoped<PauseJob>();
        s.AddScoped<RetryWork>();
        s.AddScoped<ReleaseHeld>();
        s.AddScoped<DiscardHeld>();
        s.AddSingleton<BackupFolder>();
        s.AddScoped<Audit>();
        if (m.Settings.Provider == DatabaseProvider.Sqlite) s.AddSingleton<DatabaseCopy, SqliteCopy>();
        else s.AddSingleton<DatabaseCopy, PostgresCopy>();
        s.AddSingleton<MakeBackup>();
        s.AddSingleton<AfterRestore>();
        s.AddSingleton<RestoreBackup>();
        s.AddSingleton(new SmtpLimits());
        if (m.Settings.MailMode == MailMode.Smtp) s.AddSingleton<IMailTransport, SmtpMail>();
        else s.AddSingleton<IMailTransport, FolderMail>();
        s.AddSingleton<BlobStore>();
        s.AddScoped<NamedBlobs>();
        s.AddSingleton<Import.Parcels>();
        s.AddSingleton<FailPoints>();
        s.AddSingleton<Entropy>();
        s.AddSingleton(TimeProvider.System);
        s.AddSingleton<Texts>();
        s.AddSingleton<SearchWords>();
        s.AddScoped(p => new Localizer(p.GetRequiredService<Texts>(), m.Settings.DefaultLanguage));
        s.AddScoped<Actor>();
        s.AddSingleton<RolePermissions>();
        s.AddSingleton<IAuthorizationPolicyProvider, PermissionPolicies>();
        s.AddScoped<IAuthorizationHandler, PermissionHandler>();

        m.AtStart<TellOfHeldWork>();
        m.Verb<MigrateVerb>();
        m.Verb<BackupVerb>();
        m.Verb<RestoreVerb>();

        m.Permission(PlatformPermissions.Jobs, "Watch, start and pause jobs", Roles.Admin);
        m.Permission(PlatformPermissions.Audit, "Read the audit log", Roles.Admin, Roles.Auditor);
        m.Permission(PlatformPermissions.Settings, "See the hub's settings and state", Roles.Admin);
        m.Menu(MenuArea.Admin, "Jobs", "/admin/jobs", PlatformPermissions.Jobs);
        m.Menu(MenuArea.Admin, "Backups", "/admin/backups", PlatformPermissions.Jobs);
        m.Menu(MenuArea.Admin, "Audit log", "/admin/audit", PlatformPermissions.Audit);
        m.Menu(MenuArea.Admin, "Settings", "/admin/settings", PlatformPermissions.Settings);

        m.Verb<ListJobsVerb>();
        m.Verb<RunJobVerb>();
        m.Job<HousekeepingJob>("platform.housekeeping", "Housekeeping", "Removes old run histories and events, and the contents of work done long ago.", Daily.At(3, 30));
        m.Job<BackupJob>(BackupJob.Id, "Back up", "Writes the database, the media and the keys into one file in the backups folder, checks it, and removes the oldest.", Daily.At(2, 30));
        m.Job<GeneralWorkJob>(QueueJobs.IdOf(Queues.General), "Follow-up work", "Does what events asked for: statistics, assignments, notices.", Every.Minutes(1));
        m.Job<MailWorkJob>(QueueJobs.IdOf(Queues.Mail), "Send mail", "Hands waiting mails to the mail server, or writes them to the mail folder.", Every.Minutes(1));
        m.Job<PaperWorkJob>(QueueJobs.IdOf(Queues.Papers), "Render papers", "Renders certificates that nobody has downloaded yet and seals their bytes in the ledger.", Every.Minutes(1));
    }

    public void Map(IEndpointRouteBuilder endpoints)
    {
        HealthEndpoints.Map(endpoints);
        AuditCsv.Map(endpoints);
    }
}

public static class PlatformPermissions
{
    public const string Jobs = "platform.jobs";
    public const string Audit = "platform.audit";
    public const string Settings = "platform.settings";
}
