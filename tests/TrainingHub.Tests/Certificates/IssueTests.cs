using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certificates;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Certificates;

public sealed class IssueTests
{
    private sealed record Row(string Number, string Code, string Data, DateOnly ValidFrom, DateOnly? ExpiresOn, string? EndKind, string? EndReason);

    private static async Task<Row> Find(TestHub hub, string number) =>
        Assert.Single(await hub.Rows<Row>("select number, code, data, valid_from, expires_on, end_kind, end_reason from certificates_certificate where number = @number", new { number }));

    private static Task<List<string>> Ledger(TestHub hub) =>
        hub.Rows<string>("select kind || ' ' || certificate_number || coalesce(' ' || detail, '') from certificates_ledger order by sequence");

    [Theory, BothDatabases]
    public async Task Certifying_writes_the_certificate_and_its_ledger_entry(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var number = await hub.Certificate(await hub.Person("E1"), await hub.Program());
        var year = TimeZoneInfo.ConvertTime(hub.Clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")).Year;
        Assert.Equal($"GROO-{year}-000001", number);
        var row = await Find(hub, number);
        var data = CertificateData.FromJson(row.Data);
        Assert.Equal(("测试 E1", "仪容仪表认证", "Grooming certification", CertificateWords.ValidFrom, CertificateWords.ExpiresOn), (data.HolderName, data.ProgramTitleZh, data.ProgramTitleEn, data.ValidFrom, data.ExpiresOn));
        Assert.Equal(26, row.Code.Length); // 130 random bits
        Assert.Equal([$"issued {number}"], await Ledger(hub));
    }

    [Theory, BothDatabases]
    public async Task The_clauses_of_the_programmes_course_are_frozen_with_it(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var program = await hub.Program();
        var now = hub.Clock.GetUtcNow();
        await hub.Execute("insert into courses_course(id, slug, edited_in_hub, current_version_id, created_at) values (7, 'grooming', false, 70, @now)", new { now });
        await hub.Execute("insert into courses_version(id, course_id, number, state, tree_hash, title_zh, title_en, summary_zh, summary_en, source_language, trades, origin, created_at) values (70, 7, 1, 'published', '', '', '', '', '', 'en', '', 'import', @now)", new { now });
        await hub.Execute("insert into courses_clause(version_id, position, code, trades, title_zh, title_en, text_zh, text_en) values (70, 2, 'G-2', '', '指甲', 'Nails', '', ''), (70, 1, 'G-1', '', '洗手', 'Hands', '', '')");
        await hub.Execute("update certification_program set course_id = 7");
        var data = CertificateData.FromJson((await Find(hub, await hub.Certificate(await hub.Person("E1"), program))).Data);
        Assert.Equal([new CertificateClause("G-1", "洗手", "Hands"), new CertificateClause("G-2", "指甲", "Nails")], data.Clauses);
    }

    [Theory, BothDatabases]
    public async Task A_completion_that_is_rolled_back_leaves_no_certificate_and_no_entry(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var period = await hub.Period(await hub.Person("E1"), await hub.Program());
        await hub.In(async s =>
        {
            await using (await s.GetRequiredService<Db>().Begin(default)) await s.GetRequiredService<Events>().Tell(new PeriodCertified(period, 0, 0), default);
            return 0;
        });
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from certificates_certificate"));
        Assert.Empty(await Ledger(hub));
        Assert.EndsWith("-000001", await hub.Certify(period));
    }

    [Theory, BothDatabases]
    public async Task Told_twice_it_is_issued_once(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var period = await hub.Period(await hub.Person("E1"), await hub.Program());
        Assert.Equal(await hub.Certify(period), await hub.Certify(period));
        Assert.Single(await Ledger(hub));
    }

    [Theory, BothDatabases]
    public async Task Renewal_supersedes_the_old_certificate_and_revocation_ends_the_new_one(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (person, program) = (await hub.Person("E1"), await hub.Program());
        var first = await hub.Period(person, program);
        var old = await hub.Certify(first);
        await hub.End(first, "renewed");
        var second = await hub.Period(person, program, number: 2, renews: first);
        var renewed = await hub.Certify(second);
        Assert.Equal(renewed, await hub.Scalar<string>("select n.number from certificates_certificate o join certificates_certificate n on n.id = o.superseded_by where o.number = @old", new { old }));
        await hub.End(second, "revoked", "Certificate of somebody else");
        Assert.Equal([$"issued {old}", $"superseded {old} renewed", $"issued {renewed}", $"revoked {renewed}"], await Ledger(hub));
        Assert.Equal("Certificate of somebody else", (await Find(hub, renewed)).EndReason);
    }

    [Theory, BothDatabases]
    public async Task Who_leaves_keeps_the_certificate(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var period = await hub.Period(await hub.Person("E1"), await hub.Program());
        var number = await hub.Certify(period);
        await hub.End(period, "unassigned");
        Assert.Null((await Find(hub, number)).EndKind);
    }

    [Fact]
    public async Task Production_without_an_address_certifies_and_issues_once_it_has_one()
    {
        await using var hub = await TestHub.Start(TestDatabase.Sqlite);
        var period = await hub.Period(await hub.Person("E1"), await hub.Program());
        var settings = hub.Services.GetRequiredService<HubSettings>();
        Task<int> WithoutAddress(Func<IssueCertificate, IssueMissingJob, Task> act) => hub.In(async s =>
        {
            var unknown = new VerifyAddress(settings with { BaseUrl = null, IsProduction = true });
            var issue = ActivatorUtilities.CreateInstance<IssueCertificate>(s, unknown);
            await act(issue, ActivatorUtilities.CreateInstance<IssueMissingJob>(s, issue, unknown));
            return 0;
        });

        await WithoutAddress((issue, _) => issue.Handle(new PeriodCertified(period, 0, 0), default));
        await WithoutAddress((_, job) => job.Run(new(), default));
        Assert.Empty(await Ledger(hub));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from certificates_pending"));

        await hub.RunJob("certificates.issue-missing");
        Assert.Single(await Ledger(hub));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from certificates_pending"));
    }

    [Theory]
    [InlineData("grooming", "GROO")]
    [InlineData("5s", "5S")]
    [InlineData("a-b-c-d-e", "ABCD")]
    [InlineData("--", "CERT")]
    public void The_serial_begins_with_the_programmes_letters(string slug, string prefix) => Assert.Equal(prefix, SerialNumbers.Prefix(slug));
}
