using System.Reflection;
using System.Runtime.InteropServices;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Health;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Platform.Admin;

/// <summary>What is set and how the hub fares; read-only, since settings live in the file and the environment, but for what modules let be set while the hub runs. Secrets are never shown.</summary>
[Requires(PlatformPermissions.Settings)]
internal sealed class SettingsPageModel(Db db, HubSettings settings, Readiness readiness, IEnumerable<ISettingsSection> sections) : HubPage
{
    private sealed record Counted(string Queue, long Count);

    public List<(string Name, string Value)> Set { get; private set; } = [];

    public List<(string Name, string Value)> Running { get; private set; } = [];

    public List<SettingsSection> Sections { get; } = [];

    public ReadinessReport Report { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct)
    {
        foreach (var section in sections)
            if (await section.Show(ct) is { } shown) Sections.Add(shown);
        Report = await readiness.Check(ct);
        string Given(string? value) => value ?? T["not set"];
        string Secret(string? value) => value is null ? T["not set"] : "••••••••";
        Set =
        [
            ("Hub:Name", settings.HubName), ("Hub:BaseUrl", Given(settings.BaseUrl?.ToString())), ("Hub:TimeZone", settings.TimeZone.Id), ("Hub:DefaultLanguage", settings.DefaultLanguage),
            ("Hub:ContentOrigin", Given(settings.ContentOrigin)), ("DataFolder", settings.DataFolder), ("ContentFolder", settings.ContentFolder),
            ("Database:Provider", settings.Provider == DatabaseProvider.Sqlite ? "sqlite" : "postgres"), ("Database:ConnectionString", settings.Provider == DatabaseProvider.Sqlite ? settings.ConnectionString : Secret(settings.ConnectionString)),
            ("Mail:Mode", settings.MailMode == MailMode.Folder ? "folder" : "smtp"), ("Mail:Host", settings.MailHost.Length == 0 ? T["not set"] : $"{settings.MailHost}:{settings.MailPort}"),
            ("Mail:Security", settings.MailSecurity switch { MailSecurity.None => "none", MailSecurity.StartTls => "starttls", _ => "tls" }),
            ("Mail:User", Given(settings.MailUser)), ("Mail:Password", Secret(settings.MailPassword)), ("Mail:TrustedCertificate", Given(settings.MailTrustedCertificate)), ("Mail:From", settings.MailFrom), ("Admin:Password", Secret(settings.AdminPassword)), ("Metrics:Token", Secret(settings.MetricsToken)),
            ("Backup:Keep", settings.BackupsKept.ToString(T.Culture)),
        ];
        var drive = new DriveInfo(settings.DataFolder);
        Running =
        [
            (T["Version"], typeof(SettingsPageModel).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "–"),
            (T["Platform"], $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}"),
            (T["Database"], settings.Provider == DatabaseProvider.Sqlite ? SqliteLibrary.Load() : "PostgreSQL " + await db.Scalar<string>("show server_version", null, ct)),
            (T["Free on the disk"], T["{0} GB of {1} GB", Gigabytes(drive.AvailableFreeSpace), Gigabytes(drive.TotalSize)]),
            .. (await db.Rows<Counted>("select queue, count(*) as count from platform_work where state in ('ready', 'leased') group by queue order by queue", null, ct)).Select(q => (T["Waiting work: {0}", q.Queue], q.Count.ToString(T.Culture))),
        ];
    }

    private string Gigabytes(long bytes) => (bytes / 1e9).ToString("0.0", T.Culture);
}
