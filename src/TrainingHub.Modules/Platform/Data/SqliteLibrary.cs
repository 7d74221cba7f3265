using System.Reflection;
using System.Runtime.InteropServices;

namespace TrainingHub.Modules.Platform.Data;

/// <summary>
/// Prefers the system's SQLite over the bundled 3.35.5, which stalls readers for seconds while a writer runs flat out and lacks later fixes.
/// Where the system has none the bundled one serves; the start-up line says which.
/// </summary>
internal static class SqliteLibrary
{
    private static readonly Lazy<string> Loaded = new(() =>
    {
        var source = "bundled";
        NativeLibrary.SetDllImportResolver(Assembly.Load("SQLitePCLRaw.provider.e_sqlite3"), (name, _, _) =>
        {
            if (name != "e_sqlite3" || !NativeLibrary.TryLoad("libsqlite3.so.0", out var handle)) return IntPtr.Zero;
            source = "system";
            return handle;
        });
        SQLitePCL.Batteries_V2.Init();
        return $"SQLite {SQLitePCL.raw.sqlite3_libversion().utf8_to_string()} ({source})";
    });

    /// <summary>Loads the library once and says which it is.</summary>
    public static string Load() => Loaded.Value;
}
