using Microsoft.AspNetCore.Identity;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.People.Access;

/// <param name="Person">Whose way in it is.</param>
internal sealed record OpenActivation(long Id, long PersonId, string Name, string Purpose);

/// <summary>Finds an activation that can still be used, and uses it: once, decided by the database.</summary>
internal sealed class UseActivation(Db db, UserManager<Person> people, PersonSignIn signIn, SetPassword setPassword, TimeProvider clock)
{
    private static readonly Problem Gone = Problem.NotFound("This link or code can't be used: it was used before, replaced by a newer one, or is too old. Ask for a new one.");

    public Task<Outcome<OpenActivation>> ByToken(string token, CancellationToken ct) =>
        Find("a.token_hash = @hash", new { hash = Secrets.Hash(token), now = clock.GetUtcNow() }, ct);

    /// <summary>By employee number (or e-mail address) and the code printed on the slip.</summary>
    public async Task<Outcome<OpenActivation>> ByCode(string name, string code, CancellationToken ct)
    {
        var person = await people.FindByNameAsync(name);
        return await Find("a.person_id = @personId and a.code_hash = @hash",
            new { personId = person?.Id ?? 0, hash = Activations.CodeHash(person?.Id ?? 0, code), now = clock.GetUtcNow() }, ct);
    }

    private async Task<Outcome<OpenActivation>> Find(string predicate, object args, CancellationToken ct)
    {
        var found = await db.Row<OpenActivation>(
            $"select a.id, a.person_id, p.name, a.purpose from people_activation a join people_person p on p.id = a.person_id where {predicate} and a.used_at is null and a.expires_at > @now", args, ct);
        return found is null || !await signIn.CanSignInAsync((await people.FindByIdAsync($"{found.PersonId}"))!) ? Gone : found;
    }

    /// <summary>Sets the password and signs in.</summary>
    public async Task<Problem?> Handle(OpenActivation activation, string password, string again, CancellationToken ct)
    {
        var person = (await people.FindByIdAsync($"{activation.PersonId}"))!;
        if (NewPassword.Check(password, again, person) is { } weak) return weak;
        if (!await Take(activation, setPassword.Hash(password), ct)) return Gone;
        await signIn.SignInAsync((await people.FindByIdAsync($"{activation.PersonId}"))!, isPersistent: false);
        return null;
    }

    /// <summary>Uses it up and sets the password, or does nothing where somebody was faster.</summary>
    internal async Task<bool> Take(OpenActivation activation, string passwordHash, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var now = clock.GetUtcNow();
        var used = await db.Execute("update people_activation set used_at = @now where id = @Id and used_at is null and expires_at > @now", new { activation.Id, now }, ct);
        if (used == 0) return false;
        await setPassword.Handle(activation.PersonId, passwordHash, ct);
        await tx.Commit(ct);
        return true;
    }
}
