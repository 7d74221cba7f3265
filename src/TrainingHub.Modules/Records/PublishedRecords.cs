using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Records.Contracts;
using TrainingHub.Modules.Records.Export;

namespace TrainingHub.Modules.Records;

/// <summary>The records for other modules: the same query, one scope.</summary>
internal sealed class PublishedRecords(RecordQuery records, Localizer texts) : IRecords
{
    public IReadOnlyList<string> Statuses { get; } = [.. RecordStatus.All, RecordFilter.History];

    public Task<Problem?> Unknown(RecordWish wish, CancellationToken ct) => records.Unknown(Filter(wish), ct);

    public async Task<List<RecordEntry>> After(RecordWish wish, long viewerId, long after, int count, CancellationToken ct) =>
        (await records.ById(Filter(wish), new RecordViewer(viewerId), after, count, ct)).ConvertAll(r => new RecordEntry(
            r.Id, r.PersonId, r.EmployeeNumber, r.Name, r.SiteCode, r.ProgramSlug, r.Status, r.AssignedOn, r.DueOn, r.CertifiedOn, r.ExpiresOn, r.GraceEndsOn, r.CertificateNumber));

    public Task WriteCsv(RecordWish wish, long viewerId, Stream stream, CancellationToken ct) =>
        CsvExport.Write(stream, records.Stream(Filter(wish), new RecordViewer(viewerId), ct), texts, ct);

    private static RecordFilter Filter(RecordWish wish) => new(Site: wish.Site, Program: wish.Program, Status: wish.Status, AsOf: wish.AsOf, Corrected: wish.Corrected);
}
