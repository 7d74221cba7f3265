using System.Runtime.CompilerServices;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Tests.Testing;

/// <summary>
/// Tests open databases of other processes before any hub runs in this one. Functions bound before the hub's choice of SQLite would stay with the bundled
/// library and the rest come from the system's; the two don't know each other's connections, and the process dies.
/// </summary>
internal static class SqliteForTests
{
    [ModuleInitializer]
    internal static void Load() => SqliteLibrary.Load();
}
