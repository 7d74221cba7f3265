using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;

namespace TrainingHub.Modules.Platform;

/// <summary>A setting that can't be used: names it, what it holds and what it may hold, in one line.</summary>
public sealed class SettingException(string message) : Exception(message);

public enum DatabaseProvider { Sqlite, Postgres }

public enum MailMode { Folder, Smtp }

public enum MailSecurity { None, StartTls, Tls }

/// <summary>Everything an administrator can set, read and checked once at the start.</summary>
public sealed record HubSettings
{
    public const string Section = "TrainingHub";

    /// <summary>The folder that holds all that a site owns; absolute.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The folder with the standard modules; absolute.</summary>
    public required string ContentFolder { get; init; }

    /// <summary>The folder with the certificate fonts; absolute.</summary>
    public required string FontFolder { get; init; }
    public required DatabaseProvider Provider { get; init; }
    public required string ConnectionString { get; init; }
    public required MailMode MailMode { get; init; }
    public required string MailHost { get; init; }
    public required int MailPort { get; init; }
    public required string? MailUser { get; init; }
    public required string? MailPassword { get; init; }
    public required MailSecurity MailSecurity { get; init; }

    /// <summary>A PEM file with the authority that signed the mail server's certificate, absolute; null: the system's authorities.</summary>
    public required string? MailTrustedCertificate { get; init; }
    public required string MailFrom { get; init; }
    public required string HubName { get; init; }

    /// <summary>The address the outside knows the hub by, without a slash at the end; null where it was not set.</summary>
    public required Uri? BaseUrl { get; init; }
    public required string? ContentOrigin { get; init; }
    public required TimeZoneInfo TimeZone { get; init; }
    public required string DefaultLanguage { get; init; }
    public required bool SeedDemo { get; init; }
    public required string? AdminEmail { get; init; }
    public required string? AdminPassword { get; init; }
    /// <summary>With it /metrics can be read from other machines, as a bearer token; null: from this machine only.</summary>
    public required string? MetricsToken { get; init; }

    /// <summary>How many nightly backups are kept; 0: none are made.</summary>
    public required int BackupsKept { get; init; }
    public required bool IsProduction { get; init; }

    private static readonly string[] Known =
    [
        "DataFolder", "ContentFolder", "Database:Provider", "Database:ConnectionString", "Mail:Mode", "Mail:Host", "Mail:Port", "Mail:User", "Mail:Password",
        "Mail:Security", "Mail:TrustedCertificate", "Mail:From", "Hub:Name", "Hub:BaseUrl", "Hub:ContentOrigin", "Hub:TimeZone", "Hub:DefaultLanguage", "Demo:Seed", "Admin:Email", "Admin:Password", "Metrics:Token",
        "Backup:Keep",
    ];

    /// <exception cref="SettingException">A setting is unknown or holds what it may not.</exception>
    public static HubSettings Read(IConfiguration configuration, bool isProduction, string binFolder)
    {
        var section = configuration.GetSection(Section);
        foreach (var (key, value) in section.AsEnumerable(makePathsRelative: true))
        {
            if (value is null || key.Length == 0) continue;
            if (!Known.Contains(key, StringComparer.OrdinalIgnoreCase))
                throw new SettingException($"{Section}:{key} is not a setting of TrainingHub. Remove it or correct its name; the settings are {string.Join(", ", Known)}.");
        }

        var dataFolder = Path.GetFullPath(Text(section, "DataFolder") ?? "App_Data");
        var provider = Choice(section, "Database:Provider", "sqlite", ("sqlite", DatabaseProvider.Sqlite), ("postgres", DatabaseProvider.Postgres));
        var connectionString = Text(section, "Database:ConnectionString");
        if (provider == DatabaseProvider.Postgres && connectionString is null)
            throw new SettingException($"{Section}:Database:ConnectionString is empty; with Database:Provider = postgres it must hold an Npgsql connection string, as Host=…;Database=…;Username=…;Password=….");
        if (connectionString is not null) CheckConnection(provider, connectionString);
        var mailMode = Choice(section, "Mail:Mode", "folder", ("folder", MailMode.Folder), ("smtp", MailMode.Smtp));
        var mailHost = Text(section, "Mail:Host");
        if (mailMode == MailMode.Smtp && mailHost is null)
            throw new SettingException($"{Section}:Mail:Host is empty; with Mail:Mode = smtp it must name the mail server.");
        var security = Choice(section, "Mail:Security", "starttls", ("none", MailSecurity.None), ("starttls", MailSecurity.StartTls), ("tls", MailSecurity.Tls));
        var (mailUser, mailPassword) = (Text(section, "Mail:User"), section["Mail:Password"] is { Length: > 0 } given ? given : null);
        if (mailMode == MailMode.Smtp && (mailUser is null) != (mailPassword is null))
            throw new SettingException($"{Section}:{(mailUser is null ? "Mail:User" : "Mail:Password")} is empty; Mail:User and Mail:Password must both be set, or neither where the mail server wants no sign-in.");
        var from = Text(section, "Mail:From") ?? "traininghub@localhost";
        if (!System.Net.Mail.MailAddress.TryCreate(from, out _))
            throw Wrong("Mail:From", from, "an e-mail address, as training@example.com");

        return new HubSettings
        {
            DataFolder = dataFolder,
            ContentFolder = Text(section, "ContentFolder") is { } folder ? Path.GetFullPath(folder) : Path.Combine(binFolder, "content"),
            FontFolder = Path.Combine(binFolder, "fonts"),
            Provider = provider,
            ConnectionString = connectionString ?? $"Data Source={Path.Combine(dataFolder, "traininghub.db")}",
            MailMode = mailMode,
            MailHost = mailHost ?? "",
            MailPort = Number(section, "Mail:Port", security == MailSecurity.Tls ? 465 : 587, 1, 65535),
            MailUser = mailUser,
            MailPassword = mailPassword,
            MailSecurity = security,
            MailTrustedCertificate = Certificates(section, "Mail:TrustedCertificate"),
            MailFrom = from,
            HubName = Text(section, "Hub:Name") ?? "TrainingHub",
            BaseUrl = Address(section, "Hub:BaseUrl"),
            ContentOrigin = Address(section, "Hub:ContentOrigin")?.GetLeftPart(UriPartial.Authority),
            TimeZone = Zone(section, "Hub:TimeZone", "Asia/Shanghai"),
            DefaultLanguage = Choice(section, "Hub:DefaultLanguage", "zh-CN", ("zh-CN", "zh-CN"), ("en", "en")),
            SeedDemo = Choice(section, "Demo:Seed", isProduction ? "false" : "true", ("true", true), ("false", false)) && !isProduction,
            AdminEmail = Text(section, "Admin:Email"),
            AdminPassword = Text(section, "Admin:Password"),
            MetricsToken = Text(section, "Metrics:Token"),
            BackupsKept = Number(section, "Backup:Keep", 7, 0, 1000),
            IsProduction = isProduction,
        };
    }

    private static string? Text(IConfiguration section, string key) => string.IsNullOrWhiteSpace(section[key]) ? null : section[key]!.Trim();

    private static SettingException Wrong(string key, string value, string allowed) =>
        new($"{Section}:{key} is \"{value}\"; it must be {allowed}.");

    private static void CheckConnection(DatabaseProvider provider, string text)
    {
        try
        {
            _ = provider == DatabaseProvider.Sqlite ? (System.Data.Common.DbConnectionStringBuilder)new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(text) : new Npgsql.NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            // Not quoted here: it may hold a password.
            throw new SettingException($"{Section}:Database:ConnectionString can't be read as one for {provider.ToString().ToLowerInvariant()}: {e.Message}");
        }
    }

    private static T Choice<T>(IConfiguration section, string key, string fallback, params (string Name, T Value)[] choices)
    {
        var text = Text(section, key) ?? fallback;
        foreach (var (name, value) in choices)
            if (string.Equals(name, text, StringComparison.OrdinalIgnoreCase)) return value;
        throw Wrong(key, text, "one of " + string.Join(", ", choices.Select(c => c.Name)));
    }

    private static int Number(IConfiguration section, string key, int fallback, int least, int most)
    {
        var text = Text(section, key);
        if (text is null) return fallback;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw Wrong(key, text, $"a whole number from {least} to {most}");
    }

    private static Uri? Address(IConfiguration section, string key)
    {
        var text = Text(section, key);
        if (text is null) return null;
        return Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https")
            ? uri
            : throw Wrong(key, text, "an address such as https://training.example.com");
    }

    private static string? Certificates(IConfiguration section, string key)
    {
        if (Text(section, key) is not { } file) return null;
        try
        {
            var found = new X509Certificate2Collection();
            found.ImportFromPemFile(file);
            if (found.Count > 0) return Path.GetFullPath(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SettingException($"{Section}:{key} is \"{file}\", which can't be read as certificates: {e.Message}");
        }
        throw Wrong(key, file, "a PEM file with at least one certificate");
    }

    private static TimeZoneInfo Zone(IConfiguration section, string key, string fallback)
    {
        var text = Text(section, key) ?? fallback;
        return TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone) ? zone : throw Wrong(key, text, "an IANA time zone such as Asia/Shanghai or Europe/Berlin");
    }
}
