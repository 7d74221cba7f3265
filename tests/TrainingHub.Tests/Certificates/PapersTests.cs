using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certificates;
using TrainingHub.Modules.Certificates.Contracts;
using TrainingHub.Modules.Certificates.Ledger;
using TrainingHub.Tests.Platform;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Certificates;

public sealed class PapersTests
{
    private static Task<byte[]> Pdf(TestHub hub, string number) => hub.In(async s =>
    {
        var pdf = await s.GetRequiredService<ICertificatePapers>().Pdf(number, default);
        return pdf.Value ?? throw new InvalidOperationException(pdf.Problem!.ToString());
    });

    [Theory, BothDatabases]
    public async Task Twenty_first_downloads_at_once_give_the_same_bytes_and_one_seal(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var number = await hub.Certificate(await hub.Person("E1"), await hub.Program());
        var papers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Pdf(hub, number))));
        var sealedHash = Assert.Single(await hub.Rows<string>("select detail from certificates_ledger where kind = 'sealed'"));
        Assert.All(papers, p => Assert.Equal(sealedHash, Convert.ToHexStringLower(SHA256.HashData(p))));
        Assert.Equal(sealedHash, await hub.Scalar<string>("select pdf_sha256 from certificates_certificate"));
        Assert.Null((await hub.In(s => s.GetRequiredService<VerifyLedger>().Run(null, null, default))).Broken);
    }

    [Theory, BothDatabases]
    public async Task A_renderer_that_comes_second_gives_out_the_first_ones_bytes(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var number = await hub.Certificate(await hub.Person("E1"), await hub.Program());
        // While this one renders, another hub of the cluster (with other fonts, so other bytes) is done already.
        var other = await hub.In(s => ActivatorUtilities.CreateInstance<CertificatePapers>(s, new Slow(() => Pdf(hub, number).GetAwaiter().GetResult())).Pdf(number, default));
        Assert.Equal(await Pdf(hub, number), other.Value);
        Assert.Single(await hub.Rows<string>("select detail from certificates_ledger where kind = 'sealed'"));
    }

    private sealed class Slow(Action meanwhile) : ICertificateRenderer
    {
        public byte[] Render(CertificatePaper paper)
        {
            meanwhile();
            return "%PDF of other fonts"u8.ToArray();
        }
    }

    [Fact]
    public async Task The_paper_carries_the_name_the_number_and_the_way_to_the_verify_page()
    {
        await using var hub = await TestHub.Start();
        var number = await hub.Certificate(await hub.Person("E1"), await hub.Program());
        var pdf = await Pdf(hub, number);
        var text = PdfTools.Text(pdf);
        Assert.Contains("测试 E1", text, StringComparison.Ordinal);
        Assert.Contains(number, text, StringComparison.Ordinal);
        Assert.Equal($"{hub.Url.AbsoluteUri}verify/{await hub.Scalar<string>("select code from certificates_certificate")}", PdfTools.QrCode(pdf));
    }

    [Fact]
    public async Task A_name_that_no_font_can_write_does_not_hold_the_paper_up()
    {
        await using var hub = await TestHub.Start();
        var person = await hub.Person("E1");
        await hub.Execute("update people_person set name = '𠮷𪚥龘' where id = @person", new { person });
        PdfTools.AssertSound(await Pdf(hub, await hub.Certificate(person, await hub.Program())));
    }

    [Theory, BothDatabases]
    public async Task The_job_renders_what_was_issued(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await hub.Certificate(await hub.Person("E1"), await hub.Program());
        await hub.RunJob("work.papers");
        Assert.NotNull(await hub.Scalar<string>("select pdf_sha256 from certificates_certificate"));
        Assert.Equal(["issued", "sealed"], await hub.Rows<string>("select kind from certificates_ledger order by sequence"));
    }

    [Theory, BothDatabases]
    public async Task Erasing_a_person_leaves_no_name_and_a_chain_that_holds(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var person = await hub.Person("E1");
        var number = await hub.Certificate(person, await hub.Program());
        await Pdf(hub, number);
        var blob = Directory.GetFiles(Path.Combine(hub.DataFolder, "blobs"), await hub.Scalar<string>("select pdf_sha256 from certificates_certificate") ?? "", SearchOption.AllDirectories).Single();
        Assert.Null(await hub.In(s => s.GetRequiredService<EraseCertificateData>().Handle(person, default)));
        await hub.RunJob("work.papers");
        Assert.False(File.Exists(blob));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from certificates_certificate where data is not null or salt is not null"));
        Assert.Equal("not-found", (await hub.In(s => s.GetRequiredService<ICertificatePapers>().Pdf(number, default))).Problem?.Code);
        var found = await hub.In(s => s.GetRequiredService<VerifyLedger>().Run(null, null, default));
        Assert.Equal((2L, null), (found.Entries, found.Broken));
    }

    [Theory, BothDatabases]
    public async Task A_paper_altered_in_the_store_is_found(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var number = await hub.Certificate(await hub.Person("E1"), await hub.Program());
        await Pdf(hub, number);
        var blob = Directory.GetFiles(Path.Combine(hub.DataFolder, "blobs"), await hub.Scalar<string>("select pdf_sha256 from certificates_certificate") ?? "", SearchOption.AllDirectories).Single();
        await File.AppendAllTextAsync(blob, "forged");
        Assert.Contains("was altered: its bytes", (await hub.In(s => s.GetRequiredService<VerifyLedger>().Run(null, null, default))).Broken!.ToString(), StringComparison.Ordinal);
        File.Delete(blob);
        Assert.Contains("is not in the blob store", (await hub.In(s => s.GetRequiredService<VerifyLedger>().Run(null, null, default))).Broken!.ToString(), StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task A_clerical_mistake_is_corrected_on_a_new_certificate_of_the_same_period(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var person = await hub.Person("E1");
        var wrong = await hub.Certificate(person, await hub.Program());
        await hub.Execute("update people_person set name = '李伟' where id = @person", new { person });
        Assert.Contains("at most 500 characters", (await hub.In(s => s.GetRequiredService<ReissueCertificate>().Handle(wrong, new string('x', 501), default))).Problem!.ToString(), StringComparison.Ordinal);
        var corrected = await hub.In(s => s.GetRequiredService<ReissueCertificate>().Handle(wrong, "Misspelt name", default));
        Assert.Null(corrected.Problem);
        Assert.Contains("李伟", await hub.Scalar<string>("select data from certificates_certificate where number = @corrected", new { corrected = corrected.Value })!, StringComparison.Ordinal);
        Assert.Equal([$"issued {wrong}", $"superseded {wrong}", $"issued {corrected.Value}"], await hub.Rows<string>("select kind || ' ' || certificate_number from certificates_ledger order by sequence"));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from certification_period where ended_on is null"));
        Assert.Equal("conflict", (await hub.In(s => s.GetRequiredService<ReissueCertificate>().Handle(wrong, "again", default))).Problem?.Code);
    }
}
