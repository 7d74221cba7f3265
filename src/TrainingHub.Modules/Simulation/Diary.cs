using System.Globalization;
using Microsoft.Data.Sqlite;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Simulation;

/// <summary>The parts of a day, in their order.</summary>
internal enum Part { Morning, Studio, Desk, Learning, Evening }

/// <summary>How far the simulation came.</summary>
/// <param name="After">Within the part: the person who was the last to have had their turn; 0: nobody yet.</param>
internal sealed record Position(DateOnly Day, Part Part, long After)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Day:O} {Part} {After}");
}

/// <summary>Where the simulation keeps its place, in the database that it fills, so that it goes on after a kill. No other hub has these tables.</summary>
internal sealed class Diary(Db db)
{
    private sealed record Row(int People, int Months, long Seed, DateOnly Start, int Starts, DateOnly Day, int Part, long After);

    public sealed record Counted(string Kind, long Told);

    public sealed record Spent(string Part, double Seconds);

    public sealed record Report(DateOnly Day, string Digest, long Rows);

    /// <summary>Counts this start and gives the place to go on from.</summary>
    /// <exception cref="SimulationException">The folder holds another simulation.</exception>
    public async Task<Position> Open(SimulationPlan plan, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        await db.Execute("create table if not exists simulation_diary(id integer primary key, people integer not null, months integer not null, seed integer not null, start text not null, starts integer not null, day text not null, part integer not null, after integer not null)", null, ct);
        await db.Execute("create table if not exists simulation_report(day text primary key, digest text not null, rows integer not null)", null, ct);
        // What happened, counted week by week: events are kept for a year only. And what each part of the days took.
        await db.Execute("create table if not exists simulation_event(kind text primary key, told integer not null, last_id integer not null)", null, ct);
        await db.Execute("create table if not exists simulation_part(part text primary key, seconds real not null)", null, ct);
        await db.Execute("insert into simulation_diary(id, people, months, seed, start, starts, day, part, after) values (1, @People, @Months, @Seed, @Start, 0, @Start, 0, 0) on conflict (id) do nothing", plan, ct);
        var row = (await db.Row<Row>("update simulation_diary set starts = starts + 1 returning people, months, seed, start, starts, day, part, after", null, ct))!;
        if (new SimulationPlan(row.People, row.Months, row.Seed, row.Start) != plan)
            throw new SimulationException($"The folder holds another simulation: --people {row.People} --months {row.Months} --seed {row.Seed}. Go on with that one, or name an empty folder.", isDataAtFault: true);
        await tx.Commit(ct);
        return new Position(row.Day, (Part)row.Part, row.After);
    }

    /// <summary>The place, and how often a process was started; null where no simulation has begun. Without a hub, so that the clock can be right before it opens.</summary>
    public static async Task<(Position Position, int Starts)?> Peek(string folder, CancellationToken ct)
    {
        var file = Path.Combine(folder, "traininghub.db");
        if (!File.Exists(file)) return null;
        SqliteLibrary.Load();
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        await connection.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from sqlite_master where name = 'simulation_diary'";
        if (await command.ExecuteScalarAsync(ct) is not > 0L) return null;
        command.CommandText = "select day, part, after, starts from simulation_diary";
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? (new Position(DateOnly.ParseExact(row.GetString(0), "O", CultureInfo.InvariantCulture), (Part)row.GetInt32(1), row.GetInt64(2)), row.GetInt32(3)) : null;
    }

    public async Task MoveTo(Position position, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        await db.Execute("update simulation_diary set day = @Day, part = @Part, after = @After", new { position.Day, Part = (int)position.Part, position.After }, ct);
        await tx.Commit(ct);
    }

    /// <summary>Adds what a part of a day took, as far as it was lived through by one process.</summary>
    public Task Took(Part part, TimeSpan time, CancellationToken ct) => db.Execute(
        "insert into simulation_part(part, seconds) values (@part, @TotalSeconds) on conflict (part) do update set seconds = seconds + excluded.seconds",
        new { part = part.ToString().ToLowerInvariant(), time.TotalSeconds }, ct);

    /// <summary>Counts the events that were told since it was last asked for.</summary>
    public Task CountEvents(CancellationToken ct) => db.Execute(
        """
        insert into simulation_event(kind, told, last_id)
        select kind, count(*), max(id) from platform_event where id > coalesce((select max(last_id) from simulation_event), 0) group by kind
        on conflict (kind) do update set told = told + excluded.told, last_id = excluded.last_id
        """, null, ct);

    public Task<List<Counted>> Events(CancellationToken ct) => db.Rows<Counted>("select kind, told from simulation_event order by kind", null, ct);

    public Task<List<Spent>> Parts(CancellationToken ct) => db.Rows<Spent>("select part, seconds from simulation_part", null, ct);

    public async Task Keep(Report report, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        await db.Execute("insert into simulation_report(day, digest, rows) values (@Day, @Digest, @Rows) on conflict (day) do nothing", report, ct);
        await CountEvents(ct);
        await tx.Commit(ct);
    }

    public Task<List<Report>> Reports(CancellationToken ct) => db.Rows<Report>("select day, digest, rows from simulation_report order by day", null, ct);
}

/// <summary>The simulation can't go on: says why and, where the user can mend it, what to do.</summary>
/// <param name="isDataAtFault">The user's files or numbers; else the hub refused what it should have done.</param>
internal sealed class SimulationException(string message, bool isDataAtFault = false) : Exception(message)
{
    public bool IsDataAtFault => isDataAtFault;
}
