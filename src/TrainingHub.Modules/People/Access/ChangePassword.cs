using Microsoft.AspNetCore.Identity;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.People.Access;

/// <summary>Replaces one's own password, who knows the current one; all other devices are signed out.</summary>
internal sealed class ChangePassword(Db db, UserManager<Person> people, PasswordCheck passwords, SetPassword setPassword)
{
    public async Task<Problem?> Handle(long personId, string current, string fresh, string again, CancellationToken ct)
    {
        var person = await people.FindByIdAsync($"{personId}") ?? throw new InvalidOperationException($"No person {personId}.");
        if (NewPassword.Check(fresh, again, person) is { } weak) return weak;
        if (!await passwords.IsRight(person, current, ct)) return Problem.Because("The current password is not right.");
        var hash = setPassword.Hash(fresh);
        await using var tx = await db.Begin(ct);
        await setPassword.Handle(personId, hash, ct);
        await tx.Commit(ct);
        return null;
    }
}

/// <summary>Stores a password's hash and ends every session and pause of the person, and every link or slip that still lies about.</summary>
internal sealed class SetPassword(Db db, IPasswordHasher<Person> hasher, Audit audit, Entropy entropy)
{
    /// <summary>Takes a tenth of a second: call it before the transaction.</summary>
    public string Hash(string password) => hasher.HashPassword(new Person(), password);

    public async Task Handle(long personId, string hash, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        await db.Execute("update people_person set password_hash = @hash, security_stamp = @stamp, concurrency_stamp = @stamp, failed_count = 0, lockout_until = null where id = @personId",
            new { personId, hash, stamp = entropy.Uuid() }, ct);
        await db.Execute("delete from people_activation where person_id = @personId and used_at is null", new { personId }, ct);
        await audit.Write("people.password-set", $"person:{personId}", null, ct);
        await tx.Commit(ct);
    }
}

/// <summary>What a new password must be: long, and not the name one signs in with.</summary>
internal static class NewPassword
{
    public const int Least = 10;
    public const int Most = 200;

    public static Problem? Check(string password, string again, Person person)
    {
        if (password.Length < Least) return Problem.Because("The new password is too short: use at least {0} characters.", Least);
        if (password.Length > Most) return Problem.Because("The new password is too long: use at most {0} characters.", Most);
        if (password.Distinct().Count() < 4) return Problem.Because("The new password repeats too few characters. Choose one that is harder to guess.");
        if (new[] { person.Email, person.Email?.Split('@')[0], person.EmployeeNumber, person.Name }.Any(own => own is { Length: > 0 } && SignInName.Normalize(password) == SignInName.Normalize(own)))
            return Problem.Because("The new password must not be your name, address or number.");
        if (password != again) return Problem.Because("The two new passwords differ. Type the same one twice.");
        return null;
    }
}
