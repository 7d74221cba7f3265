using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Certification.Changes;

/// <summary>
/// Asks everybody within reach who certified on the old text to read what has changed, and to answer a few questions on just that. One transaction: whoever is
/// listed can also take the quiz, and is told.
/// </summary>
internal sealed class AssignDelta(Db db, Affected affected, IClauseSittings sittings, Actor actor, Audit audit, HubSettings settings, TimeProvider clock)
{
    public const int MostQuestions = 5;

    /// <summary>So that who fails once can read again.</summary>
    private const int Attempts = 3;

    private const int LongestDays = 366;

    /// <param name="lastDay">Where the hub stands.</param>
    /// <returns>How many people were asked.</returns>
    public async Task<Outcome<int>> Handle(long versionId, DateOnly lastDay, CancellationToken ct)
    {
        var today = settings.TimeZone.DayOf(clock.GetUtcNow());
        if (lastDay < today || lastDay > today.AddDays(LongestDays)) return Problem.Because("Choose a last day from today on, within a year.");
        await using var tx = await db.Begin(ct);
        if (await affected.Version(versionId, ct) is not { } version) return Problem.NotFound("There is no such change.");
        var clauses = await db.Rows<string>("select clause from v_course_clause_change where version_id = @versionId and severity = 'material' order by clause", new { versionId }, ct);
        var id = await db.Insert(
            "insert into certification_delta(course_id, version_id, clauses, due_on, assigned_by, assigned_at) values (@CourseId, @versionId, @clauses, @lastDay, @PersonId, @now) returning id",
            new { version.CourseId, versionId, clauses = string.Join(' ', clauses), lastDay, actor.PersonId, now = clock.GetUtcNow() }, ct);
        var people = await affected.Ask(id, version, actor.Id, CertificationPermissions.Edit, ct);
        if (people.Count == 0) return Problem.Conflict("Everybody within your reach who learned the old text has been asked already.");
        var sitting = await sittings.Open(new ClauseSitting(version.CourseId, new LocalText($"标准变更：{version.TitleZh}", $"Changed standard: {version.TitleEn}"), clauses, MostQuestions, Attempts, people,
            settings.TimeZone.StartOfDay(lastDay.AddDays(1)).AddMinutes(-1), $"/learn/changes/{id}"), ct);
        if (sitting is not null) await db.Execute("update certification_delta set schedule_id = @ScheduleId where id = @id", new { sitting.ScheduleId, id }, ct);
        await audit.Write("certification.change-assigned", $"version:{versionId}", new { delta = id, people = people.Count, lastDay, questions = sitting?.Questions ?? 0 }, ct);
        await tx.Commit(ct);
        return people.Count;
    }
}
