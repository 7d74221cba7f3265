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
}
