using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Prior;

/// <summary>Prior learning as a page shows it.</summary>
/// <param name="PeriodId">The period it was counted for.</param>
internal sealed record PriorLine(
    long Id, long PeriodId, long ProgramId, string Kind, string Key, DateOnly LearnedOn, string Note, string FileName, string? By, DateTimeOffset RecordedAt, DateTimeOffset? WithdrawnAt, string? WithdrawnBy, string? WithdrawnWhy)
{
    public string Reference => CountPrior.Reference(Id);

    /// <summary>All of one person, the latest first.</summary>
    public static Task<List<PriorLine>> Of(Db db, long personId, CancellationToken ct) => db.Rows<PriorLine>(
        """
        select r.id, r.period_id, d.program_id, r.kind, r.key, r.learned_on, r.note, r.file_name, b.name as by, r.recorded_at, r.withdrawn_at, w.name as withdrawn_by, r.withdrawn_why
        from certification_prior r join certification_period d on d.id = r.period_id left join v_people_person b on b.id = r.by_id left join v_people_person w on w.id = r.withdrawn_by
        where r.person_id = @personId order by r.id desc
        """, new { personId }, ct);
}
