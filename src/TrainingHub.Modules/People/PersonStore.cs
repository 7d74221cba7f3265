using Microsoft.AspNetCore.Identity;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.People;

/// <summary>ASP.NET Core Identity on our own table: password, security stamp, lockout. The user name is the e-mail address or the employee number.</summary>
internal sealed class PersonStore(Db db, Entropy entropy) : IUserPasswordStore<Person>, IUserSecurityStampStore<Person>, IUserLockoutStore<Person>
{
    private const string Columns = "select id, name, email, employee_number as EmployeeNumber, language, left_on as LeftOn, password_hash as PasswordHash, security_stamp as SecurityStamp, concurrency_stamp as ConcurrencyStamp, failed_count as FailedCount, lockout_until as LockoutUntil from people_person";

    public void Dispose()
    {
    }

    public Task<IdentityResult> CreateAsync(Person user, CancellationToken ct) =>
        throw new NotSupportedException("People are created by HirePerson; signing in only reads and updates them.");

    public Task<IdentityResult> DeleteAsync(Person user, CancellationToken ct) =>
        throw new NotSupportedException("People are never deleted by signing in.");

    public async Task<IdentityResult> UpdateAsync(Person user, CancellationToken ct)
    {
        var next = entropy.Uuid();
        await using var tx = await db.Begin(ct);
        var updated = await db.Execute(
            """
            update people_person set password_hash = @PasswordHash, security_stamp = @SecurityStamp, failed_count = @FailedCount, lockout_until = @LockoutUntil, concurrency_stamp = @next
            where id = @Id and concurrency_stamp = @ConcurrencyStamp
            """,
            new { user.Id, user.PasswordHash, user.SecurityStamp, user.FailedCount, user.LockoutUntil, user.ConcurrencyStamp, next }, ct);
        if (updated == 0) return IdentityResult.Failed(new IdentityErrorDescriber().ConcurrencyFailure());
        await tx.Commit(ct);
        user.ConcurrencyStamp = next;
        return IdentityResult.Success;
    }

    public Task<Person?> FindByIdAsync(string userId, CancellationToken ct) =>
        db.Row<Person>($"{Columns} where id = @id", new { id = long.Parse(userId, System.Globalization.CultureInfo.InvariantCulture) }, ct);

    /// <summary>By e-mail address or employee number; the address wins, should one person's number be another's address.</summary>
    public Task<Person?> FindByNameAsync(string normalizedUserName, CancellationToken ct) =>
        db.Row<Person>($"{Columns} where normalized_email = @name or normalized_number = @name order by case when normalized_email = @name then 0 else 1 end limit 1", new { name = normalizedUserName }, ct);

    public Task<string> GetUserIdAsync(Person user, CancellationToken ct) => Task.FromResult(user.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public Task<string?> GetUserNameAsync(Person user, CancellationToken ct) => Task.FromResult(user.Email ?? user.EmployeeNumber);

    public Task SetUserNameAsync(Person user, string? userName, CancellationToken ct) => Task.CompletedTask;

    public Task<string?> GetNormalizedUserNameAsync(Person user, CancellationToken ct) => Task.FromResult((user.Email ?? user.EmployeeNumber) is { } name ? SignInName.Normalize(name) : null);

    public Task SetNormalizedUserNameAsync(Person user, string? normalizedName, CancellationToken ct) => Task.CompletedTask;

    public Task SetPasswordHashAsync(Person user, string? passwordHash, CancellationToken ct)
    {
        user.PasswordHash = passwordHash;
        return Task.CompletedTask;
    }

    public Task<string?> GetPasswordHashAsync(Person user, CancellationToken ct) => Task.FromResult(user.PasswordHash);

    public Task<bool> HasPasswordAsync(Person user, CancellationToken ct) => Task.FromResult(user.PasswordHash is not null);

    public Task SetSecurityStampAsync(Person user, string stamp, CancellationToken ct)
    {
        user.SecurityStamp = stamp;
        return Task.CompletedTask;
    }

    public Task<string?> GetSecurityStampAsync(Person user, CancellationToken ct) => Task.FromResult<string?>(user.SecurityStamp);

    public Task<DateTimeOffset?> GetLockoutEndDateAsync(Person user, CancellationToken ct) => Task.FromResult(user.LockoutUntil);

    public Task SetLockoutEndDateAsync(Person user, DateTimeOffset? lockoutEnd, CancellationToken ct)
    {
        user.LockoutUntil = lockoutEnd;
        return Task.CompletedTask;
    }

    public Task<int> IncrementAccessFailedCountAsync(Person user, CancellationToken ct) => Task.FromResult(++user.FailedCount);

    public Task ResetAccessFailedCountAsync(Person user, CancellationToken ct)
    {
        user.FailedCount = 0;
        return Task.CompletedTask;
    }

    public Task<int> GetAccessFailedCountAsync(Person user, CancellationToken ct) => Task.FromResult(user.FailedCount);

    public Task<bool> GetLockoutEnabledAsync(Person user, CancellationToken ct) => Task.FromResult(true);

    public Task SetLockoutEnabledAsync(Person user, bool enabled, CancellationToken ct) => Task.CompletedTask;
}
