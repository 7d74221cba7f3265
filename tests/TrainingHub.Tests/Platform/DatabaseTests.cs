using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Platform;

public sealed class DatabaseTests
{
    private sealed record Row(long Id, DateTimeOffset At, DateOnly? LeftOn, bool Flag, int Count);

    [Theory, BothDatabases]
    public async Task Times_dates_flags_and_numbers_come_back_as_they_went_in(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var person = await hub.Person("E1");
        var at = new DateTimeOffset(2026, 2, 28, 23, 59, 59, 123, TimeSpan.Zero).AddMicroseconds(456);
        await hub.Execute("update people_person set created_at = @at, left_on = @day where id = @person", new { at, day = new DateOnly(2028, 2, 29), person });
        var row = Assert.Single(await hub.Rows<Row>("select id, created_at as at, left_on, (1 = 1) as flag, failed_count as count from people_person where id = @person", new { person }));
        Assert.Equal(new Row(person, at, new DateOnly(2028, 2, 29), true, 0), row);
    }

    [Theory, BothDatabases]
    public async Task A_part_that_is_given_up_dooms_the_whole_transaction(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await hub.In(async s =>
        {
            var db = s.GetRequiredService<Db>();
            await using var tx = await db.Begin(default);
            await using (await db.Begin(default))
            {
                await db.Execute("update people_site set name = 'half done'", null, default);
            }
            await Assert.ThrowsAsync<InvalidOperationException>(() => tx.Commit(default));
            return 0;
        });
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from people_site where name = 'half done'"));
    }

    [Fact]
    public async Task Writers_on_sqlite_pass_the_gate_one_by_one_and_none_is_lost()
    {
        await using var hub = await TestHub.Start();
        await hub.Execute("create table tally(n integer)");
        await hub.Execute("insert into tally values (0)");
        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => hub.Execute("update tally set n = n + 1"))));
        Assert.Equal(64, await hub.Scalar<int>("select n from tally"));
    }

    /// <summary>SQLite keeps prepared statements from scope to scope; these are the ways in which a kept one could be stale.</summary>
    [Theory, BothDatabases]
    public async Task The_same_query_asked_again_answers_by_its_new_lists_values_and_columns(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await hub.Execute("create table shelf(name text, n integer)");
        await hub.Execute("insert into shelf values ('a', 1), ('b', 2), ('c', 3)");
        await hub.In(async s =>
        {
            var db = s.GetRequiredService<Db>();
            foreach (var names in new string[][] { ["a"], ["b", "c"], [], ["a", "b", "c"], ["c"] })
                Assert.Equal(names, await db.Rows<string>($"select name from shelf where {db.Dialect.In("name", "names")} order by name", new { names }, default));
            foreach (var n in new int?[] { 3, null, 1 })
                Assert.Equal(n is null ? null : n == 3 ? "c" : "a", await db.Scalar<string>("select name from shelf where n = @n", new { n }, default));
            return 0;
        });
        const string everything = "select * from shelf where name = 'a'";
        Assert.Equal(2, ((IDictionary<string, object>)(await hub.Rows<dynamic>(everything)).Single()).Count);
        await hub.Execute("alter table shelf add column colour text default 'red'");
        if (database == TestDatabase.Postgres) Npgsql.NpgsqlConnection.ClearAllPools();
        Assert.Equal("red", ((IDictionary<string, object>)(await hub.Rows<dynamic>(everything)).Single())["colour"]);
    }

    [Theory, BothDatabases]
    public async Task A_refused_write_and_a_broken_query_leave_nothing_that_the_next_ones_trip_over(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await hub.Execute("create table shelf(name text primary key)");
        const string write = "insert into shelf values (@name)";
        await hub.Execute(write, new { name = "a" });
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => hub.Execute(write, new { name = "a" }));
            await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => hub.Scalar<string>("select colour from shelf"));
            await hub.Execute(write, new { name = $"b{i}" });
        }
        Assert.Equal(4, await hub.Scalar<int>("select count(*) from shelf"));
    }

    [Fact]
    public async Task More_queries_than_are_kept_and_more_scopes_than_wait_all_answer()
    {
        await using var hub = await TestHub.Start();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(scope => Task.Run(() => hub.In(async s =>
        {
            var db = s.GetRequiredService<Db>();
            for (var i = 0; i < 300; i++) Assert.Equal(scope + i % 220, await db.Scalar<int>($"select @scope + {i % 220}", new { scope }, default));
            return 0;
        }))));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(";Max Auto Prepare=0", false)] // behind a pooler that hands connections around between statements
    public async Task On_postgres_statements_that_come_again_are_prepared_unless_the_settings_say_otherwise(string setting, bool areKept)
    {
        var folder = Directory.CreateTempSubdirectory("traininghub-test-").FullName;
        await using var hub = await TestHub.StartOn(folder, TestDatabase.Postgres, await PostgresCluster.NewDatabase() + setting, new TestClock());
        var kept = await hub.In(async s =>
        {
            var db = s.GetRequiredService<Db>();
            for (var i = 0; i < 10; i++) Assert.Equal(i, await db.Scalar<int>("select cast(@i as int) as again", new { i }, default));
            return await db.Scalar<long>("select count(*) from pg_prepared_statements where statement like 'select cast(% as again'", null, default);
        });
        Assert.Equal(areKept ? 1 : 0, kept);
    }
}
