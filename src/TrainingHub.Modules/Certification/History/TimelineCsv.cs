using System.Globalization;
using Microsoft.AspNetCore.Http;
using TrainingHub.Modules.Certification.Programmes;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Certification.History;

/// <summary>The whole time line as a file.</summary>
internal sealed class TimelineCsv(ReadTimeline read, TimelineWords words, Reach reach, IPersonDirectory people, Actor actor, Localizer T)
{
    private const int Most = 100_000;

    public Task<IResult> Own(string? program, CancellationToken ct) => Give(actor.Id, program, ct);

    public async Task<IResult> Of(long person, string? program, CancellationToken ct) =>
        await reach.Sees(person, CertificationPermissions.View, ct) ? await Give(person, program, ct) : TypedResults.NotFound();

    private async Task<IResult> Give(long person, string? program, CancellationToken ct)
    {
        if (await people.Find(person, ct) is not { } card) return TypedResults.NotFound();
        string? Time(DateTimeOffset? at) => at is { } instant ? TimeZoneInfo.ConvertTime(instant, card.Zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : null;
        static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);
        var entries = await words.Say(await read.Handle(person, program, 0, Most, ct), ct);
        return CsvFile.Of("certification-history.csv",
        [
            [T["Recorded at"], T["True on"], T["Done at"], T["Programme"], T["Period"], T["Event"], T["Why"], T["Done by"], T["Rule version"], T["Policy version"], T["Programme version"]],
            .. entries.Select(e => (object?[])
            [
                Time(e.Row.RecordedAt), e.Row.OnDay, Time(e.Row.HappenedAt), e.Row.Slug, Number(e.Row.Number), e.Text, e.Why, e.Row.ByName, Number(e.Row.RuleVersion), Number(e.Row.PolicyVersion), Number(e.Row.ProgramVersion),
            ]),
        ]);
    }
}
