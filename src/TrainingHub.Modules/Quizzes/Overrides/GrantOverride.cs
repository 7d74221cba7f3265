using System.Text.Json;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Quizzes.Overrides;

/// <param name="PersonId">Null: for the audience.</param>
/// <param name="OpensAt">Null: as the quiz's own.</param>
internal sealed record NewOverride(long QuizId, long? PersonId, Audience Audience, int? ExtraMinutes, int? ExtraAttempts, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt, string Reason);

/// <summary>
/// Grants a person or a group extra time or attempts, or another opening or closing. What a person had before at this quiz ends with it; an attempt
/// that is under way gets its extra time at once.
/// </summary>
internal sealed class GrantOverride(Db db, IAudiences audiences, LengthenAttempts lengthen, Audit audit, Actor actor, TimeProvider clock)
{
    public async Task<Problem?> Handle(NewOverride granted, CancellationToken ct)
    {
        var (reason, unexplained) = WrittenReason.Of(granted.Reason);
        if (unexplained is not null) return unexplained;
        if ((granted.ExtraMinutes ?? granted.ExtraAttempts) is null && granted.OpensAt is null && granted.ClosesAt is null) return Problem.Because("Say what is granted: time, attempts, or another opening or closing.");
        if (granted.ExtraMinutes is < 1 or > 1440) return Problem.Because("Extra time is from 1 to 1440 minutes.");
        if (granted.ExtraAttempts is < 1 or > 100) return Problem.Because("Extra attempts are from 1 to 100.");
        if (granted.ClosesAt <= granted.OpensAt) return Problem.Because("It must close after it opens.");
        if (granted.PersonId is null && await GroupProblem(granted.Audience, ct) is { } problem) return problem;
        if (granted.PersonId is not null && !await Sees(granted.PersonId.Value, ct)) return Problem.NotFound("There is no such person.");
        var now = clock.GetUtcNow();
        await using var tx = await db.Begin(ct);
        // Whoever starts at this moment has either read what is granted here, or is there to be lengthened.
        if (await db.Scalar<long?>($"select id from quizzes_quiz where id = @QuizId {db.Dialect.ForUpdate}", granted, ct) is null) return Problem.NotFound("There is no such quiz.");
        await db.Execute("update quizzes_override set ended_at = @now, ended_by = @By where quiz_id = @QuizId and person_id = @PersonId and ended_at is null", new { now, By = actor.Id, granted.QuizId, granted.PersonId }, ct);
        var id = await db.Insert(
            """
            insert into quizzes_override(quiz_id, person_id, audience, extra_minutes, extra_attempts, opens_at, closes_at, reason, created_by, created_at)
            values (@QuizId, @PersonId, @Audience, @ExtraMinutes, @ExtraAttempts, @OpensAt, @ClosesAt, @reason, @By, @now) returning id
            """,
            new
            {
                granted.QuizId, granted.PersonId, Audience = granted.PersonId is null ? JsonSerializer.Serialize(granted.Audience, Json.Plain) : null, granted.ExtraMinutes, granted.ExtraAttempts,
                granted.OpensAt, granted.ClosesAt, reason, By = actor.Id, now,
            }, ct);
        await audit.Write("quizzes.override-granted", $"quiz:{granted.QuizId}", new { id, granted.PersonId, granted.Audience, granted.ExtraMinutes, granted.ExtraAttempts, granted.OpensAt, granted.ClosesAt }, ct);
        await lengthen.Handle(granted.QuizId, granted.PersonId, ct);
        await tx.Commit(ct);
        return null;
    }

    /// <summary>A group lies wholly within the sites of whoever grants, so that nobody decides for people they may not see.</summary>
    private async Task<Problem?> GroupProblem(Audience audience, CancellationToken ct)
    {
        if ((audience.Sites ?? []).Concat(audience.Departments ?? []).Concat(audience.Positions ?? []).ToList().Count == 0) return Problem.Because("Name a person, or choose a group.");
        var unknown = await audiences.UnknownCodes(audience, ct);
        if (unknown.Count > 0) return Problem.Because("Nothing has the code {0}. Choose from the lists.", string.Join(", ", unknown));
        var outside = await db.Rows<string>(
            $"select t.code from v_people_site t where not {PeopleScope.SeesAllOf("t.id")}", new { viewer = actor.Id, permission = QuizzesPermissions.Accommodate }, ct);
        return outside.Count > 0 && (audience.Sites is not { Count: > 0 } sites || sites.Any(outside.Contains)) ? Problem.Because("Choose sites that you are responsible for.") : null;
    }

    private async Task<bool> Sees(long personId, CancellationToken ct) =>
        await db.Scalar<long>($"select count(*) from v_people_person p where p.id = @personId and p.id <> @viewer and {PeopleScope.Sees("p.site_id", "p.department_id")}", new { personId, viewer = actor.Id, permission = QuizzesPermissions.Accommodate }, ct) > 0;
}

/// <summary>Takes back what was granted, for attempts that start from now on.</summary>
internal sealed class EndOverride(Db db, Audit audit, Actor actor, TimeProvider clock)
{
    private sealed record Row(long QuizId, long? PersonId);

    public async Task<Problem?> Handle(long id, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var row = await db.Row<Row>(
            $"""
            select o.quiz_id, o.person_id from quizzes_override o left join v_people_person p on p.id = o.person_id
            where o.id = @id and o.ended_at is null and (o.created_by = @viewer or (o.person_id is not null and {PeopleScope.Sees("p.site_id", "p.department_id")}) or {PeopleScope.SeesEverybody})
            """, new { id, viewer = actor.Id, permission = QuizzesPermissions.Accommodate }, ct);
        if (row is null) return Problem.NotFound("This is not granted any more.");
        await db.Execute("update quizzes_override set ended_at = @now, ended_by = @By where id = @id", new { now = clock.GetUtcNow(), By = actor.Id, id }, ct);
        await audit.Write("quizzes.override-ended", $"quiz:{row.QuizId}", new { id, row.PersonId }, ct);
        await tx.Commit(ct);
        return null;
    }
}
