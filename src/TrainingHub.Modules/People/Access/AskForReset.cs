using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.People.Access;

/// <summary>Asks the mail room for a reset link, at most one in five minutes for a person, so that nobody's mailbox can be flooded.</summary>
internal sealed class AskForReset(Db db, Events events, TimeProvider clock)
{
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(5);

    public async Task Handle(string email, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var tx = await db.Begin(ct);
        // The mark is set and checked in one statement: of two requests at once, one mail is sent.
        var person = await db.Scalar<long?>(
            "update people_person set reset_asked_at = @now where normalized_email = @name and (left_on is null or left_on >= @Today) and (reset_asked_at is null or reset_asked_at < @before) returning id",
            new { now, name = SignInName.Normalize(email), Today = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1), before = now - Rest }, ct);
        if (person is not null) await events.Tell(new PasswordResetWanted(person.Value), ct);
        await tx.Commit(ct);
    }
}
