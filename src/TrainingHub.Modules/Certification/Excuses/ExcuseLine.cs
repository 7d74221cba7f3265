using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Excuses;

/// <summary>An excuse as a page shows it.</summary>
/// <param name="EndedOn">The first day on which it held no more, where somebody ended it.</param>
internal sealed record ExcuseLine(
    long Id, long ProgramId, DateOnly FromOn, DateOnly? UntilOn, DateOnly? EndedOn, string Reason, string? FileName, string? By, DateTimeOffset RecordedAt, string? EndedBy, DateTimeOffset? EndedRecordedAt)
{
    public bool HoldsOn(DateOnly day) => FromOn <= day && !(UntilOn < day) && !(EndedOn <= day);

    /// <summary>All of one person, the latest first.</summary>
    public static Task<List<ExcuseLine>> Of(Db db, long personId, CancellationToken ct) => db.Rows<ExcuseLine>(
        """
        select x.id, x.program_id, x.from_on, x.until_on, x.ended_on, x.reason, x.file_name, b.name as by, x.recorded_at, e.name as ended_by, x.ended_recorded_at
        from certification_excuse x left join v_people_person b on b.id = x.by_id left join v_people_person e on e.id = x.ended_by
        where x.person_id = @personId order by x.id desc
        """, new { personId }, ct);
}

/// <summary>The excuses of one person from one programme.</summary>
/// <param name="MayExcuse">May see the papers too.</param>
internal sealed record ExcuseList(IReadOnlyList<ExcuseLine> Lines, DateOnly Today, TimeZoneInfo Zone, bool MayExcuse);
