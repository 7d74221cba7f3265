using Microsoft.AspNetCore.Identity;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.People.Access;

/// <summary>
/// Makes sure that somebody can administer the hub: the person of the settings Admin:Email and Admin:Password, or else, in production
/// and while nobody can, whoever follows the one-time link that the start prints.
/// </summary>
internal sealed class FirstAdministrator(Db db, HubSettings settings, HirePerson hire, GrantRole grant, Activations activations, SetPassword setPassword, TimeProvider clock) : IStartStep
{
    private const string Number = "ADMIN";

    public async Task Run(CancellationToken ct)
    {
        // Somebody who never chose a password is no administrator yet: a lost link is printed anew.
        var present = await db.Scalar<long>("select count(*) from people_grant g join people_person p on p.id = g.person_id where g.role = @Admin and g.site_id is null and g.department_id is null and p.password_hash is not null and p.left_on is null", new { Roles.Admin }, ct);
        if (present > 0) return;
        if (settings.AdminEmail is not null) await Appoint(settings.AdminEmail, settings.AdminPassword, ct);
        else if (settings.IsProduction) await PrintLink(ct);
    }

    private async Task Appoint(string email, string? password, CancellationToken ct)
    {
        if (password is null) throw new SettingException($"{HubSettings.Section}:Admin:Password is empty; with Admin:Email it must hold the first administrator's password, of at least {NewPassword.Least} characters.");
        if (NewPassword.Check(password, password, new Person { Email = email }) is { } weak) throw new SettingException($"{HubSettings.Section}:Admin:Password can't be used. {weak}");
        var hash = setPassword.Hash(password);
        await using var tx = await db.Begin(ct);
        var id = await Person("Administrator", email, null, ct);
        await setPassword.Handle(id, hash, ct);
        await tx.Commit(ct);
    }

    private async Task PrintLink(CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var id = await Person("Administrator", null, Number, ct);
        var path = await activations.NewLink(id, ActivationPurposes.Invitation, ct);
        await tx.Commit(ct);
        // To the console on purpose, not to the log: the console belongs to whoever starts the hub.
        var address = settings.BaseUrl?.ToString().TrimEnd('/') ?? "(this hub's address)";
        Console.WriteLine($"There is no administrator yet. Choose a password at {address}{path} within 14 days; the employee number to sign in with is {Number}.");
    }

    private async Task<long> Person(string name, string? email, string? number, CancellationToken ct)
    {
        var key = SignInName.Normalize(email ?? number!);
        var id = await db.Scalar<long?>("select id from people_person where normalized_email = @key or normalized_number = @key", new { key }, ct);
        if (id is null)
        {
            var site = await db.Scalar<long>("select id from people_site where parent_id is null order by id limit 1", null, ct);
            var today = settings.TimeZone.DayOf(clock.GetUtcNow());
            var hired = await hire.Handle(new NewPerson(name, null, email, number, settings.DefaultLanguage, today, site, null, null), ct);
            id = hired.Problem is null ? hired.Value : throw new SettingException($"{HubSettings.Section}:Admin:Email can't be used. {hired.Problem}");
        }
        if (await grant.Handle(id.Value, Roles.Admin, null, null, ct) is { } problem) throw new InvalidOperationException(problem.ToString());
        return id.Value;
    }
}
