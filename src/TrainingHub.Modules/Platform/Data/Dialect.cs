using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace TrainingHub.Modules.Platform.Data;

/// <summary>The few places where SQLite and PostgreSQL want different words. Everything else is one SQL text.</summary>
public abstract class Dialect
{
    public abstract string Name { get; }

    /// <summary>
    /// Appended to a select whose row must not change before the transaction ends. SQLite needs none: it has one writer. On PostgreSQL it is as strong as an update
    /// that leaves the key alone, so whoever only inserts a row that refers to this one does not wait for it. In which order rows are locked stands in docs/architecture.md.
    /// </summary>
    public abstract string ForUpdate { get; }

    /// <summary>Appended to a select whose row must stay as it is until the transaction ends, while any number of others may ask for the same.</summary>
    public abstract string ForShare { get; }

    /// <summary>Appended to a select that leases rows: passes over those another worker holds.</summary>
    public abstract string SkipLocked { get; }

    /// <summary>A predicate: the column is among the values of the list parameter (named without @).</summary>
    public abstract string In(string column, string parameter);

    /// <summary>
    /// A relation: the rows of a <see cref="GivenRows"/> that is one text parameter (named without @). For statements over hundreds of rows, which as so many parameters
    /// would cost more to bind than to do, and as a list would be parsed anew each time.
    /// </summary>
    /// <param name="columns">Each with its type as in migrations: "person_id {long}".</param>
    public string Given(string parameter, params string[] columns)
    {
        var parts = columns.Select((column, i) => (Name: column[..column.IndexOf(' ', StringComparison.Ordinal)], Type: Types(column[(column.IndexOf(' ', StringComparison.Ordinal) + 1)..]), Place: i));
        return $"(select {string.Join(", ", parts.Select(c => $"{Element("j.value", c.Place, c.Type)} as {c.Name}"))} from {Elements(parameter)})";
    }

    /// <summary>A predicate: the column is among the numbers of a <see cref="GivenRows.Of"/> that is one text parameter (named without @).</summary>
    public abstract string Among(string column, string parameter);

    private protected abstract string Elements(string parameter);

    private protected abstract string Element(string array, int place, string type);

    /// <summary>
    /// For how long bulk work in the background writes before it commits and goes on with a new transaction. On SQLite every other writer waits for it, so it keeps well under 50 ms; on PostgreSQL only those wait
    /// whom it is about.
    /// </summary>
    public abstract TimeSpan Slice { get; }

    /// <summary>Fills the type names of a migration script: {id}, {utc}, {date}, {bool}, {blob}, {sort}, {long}, {real}.</summary>
    public abstract string Types(string script);

    /// <summary>Called before a transaction is disposed, committed or not.</summary>
    internal virtual void BeforeRollback(DbTransaction transaction)
    {
    }

    public static Dialect Sqlite { get; } = new SqliteDialect();

    public static Dialect Postgres { get; } = new PostgresDialect();

    private sealed class SqliteDialect : Dialect
    {
        public override string Name => "sqlite";
        public override TimeSpan Slice => TimeSpan.FromMilliseconds(25);
        public override string ForUpdate => "";
        public override string ForShare => "";
        public override string SkipLocked => "";
        public override string In(string column, string parameter) => $"{column} in @{parameter}";
        public override string Among(string column, string parameter) => $"{column} in (select value from json_each(@{parameter}))";
        private protected override string Elements(string parameter) => $"json_each(@{parameter}) j";
        private protected override string Element(string array, int place, string type) => $"json_extract({array}, '$[{place}]')";

        public override string Types(string script) => script
            .Replace("{id}", "integer primary key autoincrement").Replace("{utc}", "text").Replace("{date}", "text")
            .Replace("{bool}", "integer").Replace("{blob}", "blob").Replace("{sort}", "text").Replace("{long}", "integer").Replace("{real}", "real");

        /// <summary>
        /// On a full disk SQLite rolls back by itself. The driver does not notice, fails at its own rollback and then can't even close the connection;
        /// so it gets an empty transaction to roll back.
        /// </summary>
        internal override void BeforeRollback(DbTransaction transaction)
        {
            if (transaction is not SqliteTransaction { Connection: { } open } || SQLitePCL.raw.sqlite3_get_autocommit(open.Handle) == 0) return;
            using var begin = open.CreateCommand();
            begin.Transaction = (SqliteTransaction)transaction;
            begin.CommandText = "begin";
            begin.ExecuteNonQuery();
        }
    }

    private sealed class PostgresDialect : Dialect
    {
        public override string Name => "postgres";
        public override TimeSpan Slice => TimeSpan.FromMilliseconds(100);
        public override string ForUpdate => "for no key update";
        public override string ForShare => "for share";
        public override string SkipLocked => "for update skip locked";
        public override string In(string column, string parameter) => $"{column} = any(@{parameter})";
        public override string Among(string column, string parameter) => $"{column} in (select cast(value as bigint) from json_array_elements_text(cast(@{parameter} as json)))";
        private protected override string Elements(string parameter) => $"json_array_elements(cast(@{parameter} as json)) as j(value)";
        private protected override string Element(string array, int place, string type) => $"cast({array} ->> {place} as {type})";

        public override string Types(string script) => script
            .Replace("{id}", "bigint generated by default as identity primary key").Replace("{utc}", "timestamptz").Replace("{date}", "date")
            .Replace("{bool}", "boolean").Replace("{blob}", "bytea").Replace("{sort}", "text collate \"C\"").Replace("{long}", "bigint").Replace("{real}", "double precision");
    }
}
