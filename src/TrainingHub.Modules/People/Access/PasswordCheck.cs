using Microsoft.AspNetCore.Identity;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.People.Access;

/// <summary>
/// Whether a password is the person's own, counting attempts. The attempt is counted before the password is looked at, in the database:
/// guesses sent at the same moment can't slip past the limit, as they could between Identity's reading and writing of the count.
/// </summary>
internal sealed class PasswordCheck(Db db, IPasswordHasher<Person> hasher, TimeProvider clock)
{
    public const int Attempts = 5;
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    // A hash of nothing anybody knows, checked where there is no account, so that the answer takes as long as for one.
    private static readonly Lazy<string> Stranger = new(() => new PasswordHasher<Person>().HashPassword(new Person(), new Entropy().Uuid()));

    /// <param name="person">Null where the name given belongs to nobody; then never true, after the same time.</param>
    public async Task<bool> IsRight(Person? person, string password, CancellationToken ct)
    {
        var attempt = person is null ? null : await Count(person.Id, ct);
        var right = hasher.VerifyHashedPassword(person ?? new Person(), person?.PasswordHash ?? Stranger.Value, password) != PasswordVerificationResult.Failed;
        if (person?.PasswordHash is null || attempt is null or > Attempts) return false;
        if (right) await Forget(person.Id, ct);
        return right;
    }

    /// <summary>Which attempt in a row this is; null during the pause.</summary>
    private async Task<int?> Count(long personId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var tx = await db.Begin(ct);
        var attempt = await db.Scalar<int?>(
            """
            update people_person set
                failed_count = case when lockout_until is null then failed_count + 1 else 1 end,
                lockout_until = case when lockout_until is null and failed_count + 1 >= @Attempts then @until end
            where id = @personId and (lockout_until is null or lockout_until <= @now)
            returning failed_count
            """,
            new { personId, now, Attempts, until = now + Pause }, ct);
        await tx.Commit(ct);
        return attempt;
    }

    private async Task Forget(long personId, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        await db.Execute("update people_person set failed_count = 0, lockout_until = null where id = @personId", new { personId }, ct);
        await tx.Commit(ct);
    }
}
