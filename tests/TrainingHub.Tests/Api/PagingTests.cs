using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Api;

public sealed class PagingTests
{
    [Theory, BothDatabases]
    public async Task Pages_have_no_gaps_and_no_repeats_while_rows_are_added(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var hr = await hub.Api(await hub.Person("E0", "hr"));
        for (var i = 1; i <= 6; i++) await hub.Person($"E{i}");
        var there = await hub.Rows<long>("select id from people_person order by id");

        var read = new List<long>();
        string? after = null;
        do
        {
            var page = await hr.Json($"people?limit=3{(after is null ? "" : $"&after={after}")}");
            Assert.InRange(page.Items().Count, 1, 3);
            read.AddRange(page.Items().Select(p => p.GetProperty("id").GetInt64()));
            after = page.GetProperty("next").GetString();
            if (read.Count < 8) await hub.Person($"N{read.Count}");
        }
        while (after is not null);

        Assert.Equal(read.Distinct(), read);
        Assert.Equal(there, read.Take(there.Count));
    }

    [Fact]
    public async Task A_list_that_fits_its_page_has_no_next()
    {
        await using var hub = await TestHub.Start();
        var hr = await hub.Api(await hub.Person("E0", "hr"));
        await hub.Person("E1");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await hr.Json("people?limit=2")).GetProperty("next").ValueKind);
        Assert.Equal("1", (await hr.Json("people?limit=1")).Text("next"));
        Assert.Empty((await hr.Json("people?after=999")).Items());
    }
}
