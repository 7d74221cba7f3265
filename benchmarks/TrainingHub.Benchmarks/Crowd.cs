using Dapper;
using TrainingHub.Modules.Platform.Data;
using Microsoft.Extensions.DependencyInjection;

namespace TrainingHub.Benchmarks;

/// <summary>Very many people at fifty sites, and programmes with a rule each that catches half of them. Their rows are made by SQL; what the rules ask of them is left to the hub.</summary>
internal sealed class Crowd(Scratch scratch)
{
    public const int Sites = 50;

    private static readonly DateTimeOffset RecordedAt = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private long firstPerson;

    public async Task Hire(int people)
    {
        for (var i = 1; i <= Sites; i++)
        {
            await scratch.Execute("insert into people_site(code, parent_id, name, created_at) select @code, id, @code, @RecordedAt from people_site where parent_id is null", new { code = $"C{i:00}", RecordedAt });
            await scratch.Execute("insert into people_site_tree(ancestor_id, site_id, depth) select id, id, 0 from people_site where code = @code", new { code = $"C{i:00}" });
            await scratch.Execute("insert into people_site_tree(ancestor_id, site_id, depth) select a.id, s.id, 1 from people_site s join people_site a on a.id = s.parent_id where s.code = @code", new { code = $"C{i:00}" });
        }
        firstPerson = await scratch.Scalar<long>("select max(id) + 1 from people_person");
        var site = await scratch.Scalar<long>("select id from people_site where code = 'C01'");
        await scratch.Execute(
            """
            with recursive n(i) as (select 1 union all select i + 1 from n where i < @people)
            insert into people_person(name, name_sort, employee_number, normalized_number, language, hired_on, site_id, security_stamp, concurrency_stamp, created_at)
            select '测试员工' || i, '测试员工' || i, 'C' || i, 'C' || i, 'zh-CN', @Hired, @site + i % 50, '-', '-', @RecordedAt from n
            """, new { people, site, Hired = new DateOnly(2024, 3, 1), RecordedAt });
        await scratch.Execute("insert into people_placement(person_id, site_id, from_on, recorded_at) select id, site_id, hired_on, created_at from people_person where id >= @firstPerson", new { firstPerson });
        // As after an import: of everybody is noted that the rules are to be worked out.
        await scratch.Execute("insert into certification_visit(person_id, at) select id, created_at from people_person where id >= @firstPerson", new { firstPerson });
    }

    /// <summary>Each catches the people of every other site: ten programmes a person of twenty rules.</summary>
    public async Task Rule(int rules)
    {
        for (var i = 1; i <= rules; i++)
        {
            var (slug, parity) = ($"crowd-{i:00}", i % 2);
            var audience = $$"""{"sites":[{{string.Join(',', Enumerable.Range(1, Sites).Where(s => s % 2 == parity).Select(s => $"\"C{s:00}\""))}}]}""";
            await scratch.Program(slug, RecordedAt);
            await scratch.Execute("insert into certification_rule(program_id, slug, created_at) select id, slug || '/hub-1', @RecordedAt from certification_program where slug = @slug", new { slug, RecordedAt });
            await scratch.Execute(
                "insert into certification_rule_version(rule_id, number, audience, due_in, starts_on, recorded_at) select u.id, 1, @audience, '30d', @Day, @RecordedAt from certification_rule u where u.slug = @slug || '/hub-1'",
                new { slug, audience, Day = new DateOnly(2026, 1, 1), RecordedAt });
        }
        await Analyze();
    }

    public Task<long> Periods() => scratch.Scalar<long>("select count(*) from certification_period where person_id >= @firstPerson", new { firstPerson });

    /// <summary>As if the rules had never been worked out.</summary>
    public async Task Forget()
    {
        foreach (var table in (string[])["notifications_item", "certification_due", "certification_period", "certification_reason", "certification_requirement", "certification_person", "certification_visit"])
            await scratch.Execute($"delete from {table}");
        await scratch.Execute("delete from platform_work where consumer like '%PeriodsAssigned%'");
        await scratch.Execute("update certification_rule_version set evaluated_at = null where rule_id in (select id from certification_rule where slug like 'crowd-%')");
        await scratch.Execute("insert into certification_visit(person_id, at) select id, created_at from people_person where id >= @firstPerson", new { firstPerson });
        await Analyze();
    }

    /// <summary>Of a third of so many periods a reminder is due today, of a third the window opens, and a third has expired.</summary>
    public async Task MakeDue(int many, DateOnly today)
    {
        var (at, from) = (RecordedAt, today.AddYears(-1));
        await scratch.Execute("create table raw_due(id bigint primary key, kind integer not null)");
        await scratch.Execute(
            """
            insert into raw_due(id, kind) select x.id, (x.place / @apart) % 3 from (select d.id, row_number() over (order by d.id) as place from certification_period d where d.person_id >= @firstPerson and d.completed_on is null) x
            where x.place % @apart = 0
            """, new { firstPerson, apart = Math.Max(1, await Periods() / many) });
        await scratch.Execute("update certification_due set done_at = @at where period_id in (select id from raw_due)", new { at });
        await scratch.Execute("update certification_period set due_on = @due where id in (select id from raw_due where kind = 0)", new { due = today.AddDays(3) });
        await scratch.Execute("update certification_due set done_at = null, due_on = @today where period_id in (select id from raw_due where kind = 0)", new { today });
        foreach (var (kind, step, opens, expires) in new[] { (1, "window-opens", today, today.AddMonths(2)), (2, "expired", today.AddMonths(-2), today.AddDays(-1)) })
        {
            await scratch.Execute(
                """
                update certification_period set completed_on = @from, valid_from = @from, expires_on = @expires, window_opens_on = @opens, grace_ends_on = @grace, anchor_on = @from, anchor_steps = 1, completed_recorded_at = @at
                where id in (select id from raw_due where kind = @kind)
                """, new { from, expires, opens, grace = expires.AddDays(14), at, kind });
            await scratch.Execute("insert into certification_due(period_id, step, due_on) select id, @step, @today from raw_due where kind = @kind", new { step, today, kind });
        }
        await scratch.Execute("drop table raw_due");
        await Analyze();
    }

    /// <summary>Everybody holds everything, until some Monday of the coming year; and the forecast knows it.</summary>
    public async Task CertifyAll(DateOnly monday)
    {
        await scratch.Execute("create table raw_week(place integer primary key, expires {date} not null)".Replace("{date}", scratch.Services.GetRequiredService<Database>().Dialect == Dialect.Sqlite ? "text" : "date", StringComparison.Ordinal));
        for (var week = 0; week < 52; week++) await scratch.Execute("insert into raw_week(place, expires) values (@week, @day)", new { week, day = monday.AddDays(7 * week) });
        await scratch.Execute(
            """
            update certification_period set completed_on = assigned_on, valid_from = assigned_on, window_opens_on = assigned_on, anchor_on = assigned_on, anchor_steps = 1, completed_recorded_at = recorded_at,
              expires_on = (select w.expires from raw_week w where w.place = certification_period.id % 52), grace_ends_on = (select w.expires from raw_week w where w.place = certification_period.id % 52)
            where person_id >= @firstPerson and completed_on is null and renews_id is null
            """, new { firstPerson });
        await scratch.Execute(
            """
            insert into certification_forecast(site_id, program_id, week_on, people)
            select p.site_id, d.program_id, d.expires_on, count(*) from certification_period d join people_person p on p.id = d.person_id join raw_week w on w.expires = d.expires_on
            where d.person_id >= @firstPerson and d.ended_on is null group by p.site_id, d.program_id, d.expires_on on conflict (site_id, program_id, week_on) do update set people = excluded.people
            """, new { firstPerson });
        await scratch.Execute("drop table raw_week");
        await Analyze();
    }

    /// <summary>PostgreSQL would do so by itself within minutes.</summary>
    public async Task Analyze()
    {
        if (scratch.Services.GetRequiredService<Database>().Dialect == Dialect.Postgres) await scratch.Execute("analyze;"); // one word alone would be the name of a procedure
    }

    /// <summary>Seconds in which the same rows are copied, each table by one statement into an empty one with the same indexes, all in one transaction.</summary>
    public async Task<double> Raw()
    {
        string[] tables = ["certification_person", "certification_requirement", "certification_reason", "certification_period", "certification_due"];
        var database = scratch.Services.GetRequiredService<Database>();
        await using var connection = await database.Open(CancellationToken.None);
        string Copy(string sql) => tables.Aggregate(sql, (text, table) => text.Replace(table, "raw_" + table["certification_".Length..], StringComparison.Ordinal));
        var isSqlite = database.Dialect == Dialect.Sqlite;
        foreach (var table in tables)
        {
            var copy = Copy(table);
            await connection.ExecuteAsync($"drop table if exists {copy} {(isSqlite ? "" : "cascade")}");
            if (isSqlite)
            {
                foreach (var sql in (await connection.QueryAsync<string>("select sql from sqlite_master where tbl_name = @table and sql is not null order by case type when 'table' then 0 else 1 end", new { table })).AsList())
                    await connection.ExecuteAsync(Copy(Named(sql, table)));
                continue;
            }
            await connection.ExecuteAsync($"create table {copy} (like {table} including all)");
            foreach (var sql in (await connection.QueryAsync<string>("select pg_get_constraintdef(oid) from pg_constraint where conrelid = @table::regclass and contype = 'f'", new { table })).AsList())
                await connection.ExecuteAsync($"alter table {copy} add {Copy(sql)}");
        }
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await using (var tx = await connection.BeginTransactionAsync())
        {
            foreach (var table in tables) await connection.ExecuteAsync($"insert into {Copy(table)} select * from {table}", transaction: tx, commandTimeout: 600);
            await tx.CommitAsync();
        }
        var seconds = watch.Elapsed.TotalSeconds;
        foreach (var table in tables.Reverse()) await connection.ExecuteAsync($"drop table {Copy(table)} {(isSqlite ? "" : "cascade")}");
        return seconds;
    }

    /// <summary>Indexes whose names do not begin with that of their table.</summary>
    private static string Named(string sql, string table) => sql.StartsWith("CREATE INDEX certification_", StringComparison.OrdinalIgnoreCase) && !sql.Contains($"INDEX {table}", StringComparison.OrdinalIgnoreCase) ? sql.Replace("INDEX certification_", "INDEX raw_", StringComparison.OrdinalIgnoreCase) : sql;
}
