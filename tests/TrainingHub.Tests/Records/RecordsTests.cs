using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Records;
using TrainingHub.Modules.Records.Export;
using TrainingHub.Tests.Certificates;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Records;

public sealed class RecordsTests
{
    private sealed record Two(long SiteA, long SiteB, long InA, long InB, string NumberA, string NumberB);

    /// <summary>Two shops below the top site, one certified person in each.</summary>
    private static async Task<Two> TwoShops(TestHub hub)
    {
        var (a, b) = (await hub.Site("shop-a"), await hub.Site("shop-b"));
        var (inA, inB) = (await hub.Person("A1"), await hub.Person("B1"));
        await hub.Execute("update people_person set site_id = @a where id = @inA", new { a, inA });
        await hub.Execute("update people_person set site_id = @b where id = @inB", new { b, inB });
        var program = await hub.Program();
        return new Two(a, b, inA, inB, await hub.Certificate(inA, program), await hub.Certificate(inB, program));
    }

    [Theory, BothDatabases]
    public async Task A_manager_sees_the_own_shop_and_nothing_of_another(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var two = await TwoShops(hub);
        var manager = await hub.Person("M1");
        await hub.Grant(manager, "manager", two.SiteA, null);
        using var client = await hub.SignedIn(manager);
        foreach (var page in (string[])["/team/records", "/hr/records", "/hr/records/records.csv", "/team/records/records.csv", "/hr/certificates"])
        {
            var text = WebUtility.HtmlDecode(await client.GetStringAsync(page));
            Assert.Contains("测试 A1", text, StringComparison.Ordinal);
            Assert.DoesNotContain("测试 B1", text, StringComparison.Ordinal);
            Assert.DoesNotContain(two.NumberB, text, StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/hr/certificates/{two.NumberA}/pdf")).StatusCode);
        foreach (var outside in (string[])[$"/hr/certificates/{two.NumberB}", $"/hr/certificates/{two.NumberB}/pdf", $"/learn/certificates/{two.NumberA}/pdf"])
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(outside)).StatusCode);

        await using var archive = new ZipArchive(await client.GetStreamAsync("/team/records/certificates.zip"));
        Assert.Equal([$"{two.NumberA}.pdf", "index.csv"], archive.Entries.Select(e => e.Name));
    }

    [Theory, BothDatabases]
    public async Task A_records_row_leads_to_the_person_and_their_page_to_certifications_and_certificates(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var two = await TwoShops(hub);
        using var hr = await hub.SignedIn(await hub.Person("H1", "hr"));
        Assert.Contains($"href=\"/hr/people/{two.InA}\"", await hr.GetStringAsync("/hr/records"), StringComparison.Ordinal);
        var page = await hr.GetStringAsync($"/hr/people/{two.InA}");
        Assert.Contains("Grooming certification", page, StringComparison.Ordinal);
        Assert.Contains("Valid until 14 March 2099", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/hr/people/{two.InA}/certifications\"", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/hr/certificates/{two.NumberA}\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain(two.NumberB, page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/hr/people/{two.InA}\"", await hr.GetStringAsync($"/hr/certificates/{two.NumberA}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_learner_downloads_the_own_paper_and_sees_no_records()
    {
        await using var hub = await TestHub.Start();
        var two = await TwoShops(hub);
        using var client = await hub.SignedIn(two.InA);
        using var pdf = await client.GetAsync($"/learn/certificates/{two.NumberA}/pdf");
        Assert.Equal($"Grooming-{two.NumberA}.pdf", pdf.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal("%PDF", Encoding.ASCII.GetString((await pdf.Content.ReadAsByteArrayAsync())[..4]));
        Assert.Contains(two.NumberA, await client.GetStringAsync("/learn/certificates"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/learn/certificates/{two.NumberB}/pdf")).StatusCode);
        foreach (var closed in (string[])["/hr/records", "/team/records", "/hr/records/records.csv", "/hr/certificates", $"/hr/certificates/{two.NumberA}/pdf"])
            Assert.NotEqual(HttpStatusCode.OK, (await client.GetAsync(closed)).StatusCode);
    }

    [Theory, BothDatabases]
    public async Task The_csv_opens_in_a_spreadsheet_and_runs_nothing(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var two = await TwoShops(hub);
        await hub.Execute("update people_person set name = '=cmd|''/c calc''!A1, \"x\"' where id = @InA", new { two.InA });
        using var client = await hub.SignedIn(await hub.Person("H1", "hr"));
        using var response = await client.GetAsync("/hr/records/records.csv?site=shop-a");
        Assert.Equal("text/csv", response.Content.Headers.ContentType?.MediaType);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(Encoding.UTF8.GetPreamble(), bytes[..3]);
        Assert.Equal(
            [
                "Employee number,Name,Site,Department,Position,Programme,Status,Assigned on,Due,Certified on,Expires,Grace ends,Certificate number,Why revoked",
                $"A1,\"'=cmd|'/c calc'!A1, \"\"x\"\"\",Site shop-a,,,Grooming certification,Certified,2026-03-14,2026-03-14,2026-03-14,2099-03-14,2099-03-14,{two.NumberA},",
                "",
            ],
            Encoding.UTF8.GetString(bytes[3..]).Split("\r\n"));
    }

    [Theory, BothDatabases]
    public async Task Records_are_found_by_person_site_programme_status_and_date(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var two = await TwoShops(hub);
        var greetings = await hub.Program("greetings");
        await hub.Certificate(two.InA, greetings, new DateOnly(2026, 4, 1));
        var revoked = await hub.Scalar<long>("select period_id from certificates_certificate where number = @NumberB", new { two.NumberB });
        await hub.End(revoked, "revoked", "test");
        Task<List<string>> Find(RecordFilter filter) => hub.In(async s =>
        {
            var found = new List<string>();
            await foreach (var row in s.GetRequiredService<RecordQuery>().Stream(filter, null, default)) found.Add($"{row.EmployeeNumber} {row.ProgramSlug} {row.Status}");
            return found;
        });
        Assert.Equal(["A1 greetings expired", "A1 grooming certified", "B1 grooming revoked"], await Find(new()));
        Assert.Equal(["B1 grooming revoked"], await Find(new(Site: "shop-b")));
        Assert.Equal(3, (await Find(new(Site: await hub.Scalar<string>("select code from people_site order by id limit 1")))).Count);
        Assert.Equal(["A1 greetings expired"], await Find(new(Program: "greetings")));
        Assert.Equal(["A1 grooming certified"], await Find(new(Status: "certified")));
        Assert.Equal(["B1 grooming revoked"], await Find(new(Q: "b1")));
        Assert.Empty(await Find(new(Q: "%")));
        Assert.Equal(["A1 greetings expired"], await Find(new(ExpiresFrom: new(2026, 1, 1), ExpiresTo: new(2026, 12, 31))));
        Assert.Empty(await Find(new(CertifiedTo: CertificateWords.ValidFrom.AddDays(-1))));
        // On the day of certification all was well, as we know it now; nothing of it had been recorded by then.
        Assert.Equal(["A1 greetings certified", "A1 grooming certified", "B1 grooming certified"], await Find(new(AsOf: CertificateWords.ValidFrom, Corrected: true)));
        Assert.Empty(await Find(new(AsOf: CertificateWords.ValidFrom)));
    }

    [Theory, BothDatabases]
    public async Task Pages_follow_each_other_without_gaps_or_names_in_the_address(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var program = await hub.Program();
        for (var i = 0; i < 7; i++) await hub.Period(await hub.Person($"E{i}"), program, new DateOnly(2099, 1, 1 + i % 3));
        var hr = await hub.Person("H1", "hr");
        foreach (var order in Enum.GetValues<RecordOrder>())
        {
            var seen = new List<RecordRow>();
            while (true)
            {
                var page = await hub.In(s => s.GetRequiredService<RecordQuery>().Page(new(), new RecordViewer(hr), order, seen.Count == 0 ? null : seen[^1].Id, 3, default));
                if (page.Count == 0) break;
                seen.AddRange(page);
            }
            Assert.Equal(7, seen.Select(r => r.Id).Distinct().Count());
            Assert.Equal(7, seen.Count);
            if (order == RecordOrder.Expiry) Assert.Equal(seen.OrderBy(r => r.ExpiresOn).ThenBy(r => r.Id), seen);
        }
    }

    [Fact]
    public async Task The_workbook_holds_dates_as_dates_and_survives_odd_names()
    {
        await using var hub = await TestHub.Start();
        var two = await TwoShops(hub);
        await hub.Execute("update people_person set name = 'O''Brien & <Söhne> ' || char(7) || '𠮷' where id = @InA", new { two.InA });
        using var file = new MemoryStream();
        await hub.In(async s =>
        {
            await XlsxExport.Write(file, s.GetRequiredService<RecordQuery>().Stream(new(Site: "shop-a"), null, default), s.GetRequiredService<Localizer>().For("en"), default);
            return 0;
        });
        file.Position = 0;
        await using var archive = new ZipArchive(file);
        using var reader = new StreamReader(archive.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        var sheet = System.Xml.Linq.XDocument.Parse(await reader.ReadToEndAsync());
        var cells = sheet.Descendants().Where(e => e.Name.LocalName == "c").ToList();
        Assert.Equal(28, cells.Count);
        Assert.Equal("O'Brien & <Söhne> 𠮷", cells[15].Value);
        Assert.Equal("46095", cells[21].Value); // 14 March 2026
    }
}
