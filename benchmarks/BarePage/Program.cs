using System.Data.Common;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Npgsql;

// The least a Razor page with one query can cost: no sign-in, no layout, no rules. What the hub's pages are measured against.
// Arguments: --urls …, --provider sqlite|postgres, --database CONNECTION.
var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(k => k.AddServerHeader = false);
builder.Services.AddRazorPages();
var database = builder.Configuration["database"] ?? throw new InvalidOperationException("--database names the database");
var isSqlite = builder.Configuration["provider"] != "postgres";
if (isSqlite)
{
    // The library that the hub takes, too.
    NativeLibrary.SetDllImportResolver(Assembly.Load("SQLitePCLRaw.provider.e_sqlite3"),
        (name, _, _) => name == "e_sqlite3" && NativeLibrary.TryLoad("libsqlite3.so.0", out var handle) ? handle : IntPtr.Zero);
    SQLitePCL.Batteries_V2.Init();
}
builder.Services.AddScoped<DbConnection>(_ => isSqlite ? new SqliteConnection(database) : new NpgsqlConnection(database));
var app = builder.Build();
app.MapRazorPages();
await app.RunAsync();
