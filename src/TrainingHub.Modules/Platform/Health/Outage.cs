using System.Data.Common;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Npgsql;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Platform.Health;

public enum OutageKind
{
    /// <summary>The database is away, locked by another program or does not take connections.</summary>
    Database,

    /// <summary>No room is left, or the disk takes nothing.</summary>
    Disk,
}

/// <summary>
/// A failure of what the hub stands on, not of the hub: it passes by itself or with an administrator's help, so the answer is 503 and "try again",
/// while a bug is 500. Nothing was committed, except where the connection broke in the very moment of the commit.
/// </summary>
public static class Outage
{
    /// <summary>After how many seconds a client may try again.</summary>
    public const string RetryAfter = "10";

    private const int NoSpaceLeft = 28;   // ENOSPC
    private const int ReadOnlyDisk = 30;  // EROFS
    private const int QuotaExceeded = 122; // EDQUOT

    /// <summary>Which outage an exception tells of; null where it is a fault of our own.</summary>
    public static OutageKind? Of(Exception? exception) => exception switch
    {
        null => null,
        DatabaseBusyException => OutageKind.Database,
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_IOERR or SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_CANTOPEN } => OutageKind.Disk,
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED or SQLitePCL.raw.SQLITE_PROTOCOL } => OutageKind.Database,
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => OutageKind.Disk,
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow } => OutageKind.Database,
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => OutageKind.Database, // a standby that was not promoted yet
        DbException { IsTransient: true } => OutageKind.Database,
        NpgsqlException and not PostgresException => OutageKind.Database,
        IOException io when (io.HResult & 0xffff) is NoSpaceLeft or ReadOnlyDisk or QuotaExceeded => OutageKind.Disk,
        AggregateException several => several.InnerExceptions.Select(Of).FirstOrDefault(kind => kind is not null),
        _ => Of(exception.InnerException),
    };

    /// <summary>The outage behind the error page that is being made.</summary>
    public static OutageKind? Behind(HttpContext context) => Of(context.Features.Get<IExceptionHandlerFeature>()?.Error);

    /// <summary>The same as a problem, for whoever reads no page.</summary>
    public static Problem AsProblem(OutageKind kind) => kind == OutageKind.Disk
        ? new Problem("unavailable", "The hub's disk is full or takes nothing, so nothing was saved. Try again later; an administrator has to make room.")
        : new Problem("unavailable", "The hub's database does not answer just now, so nothing was saved. Try again in a few seconds.");
}
