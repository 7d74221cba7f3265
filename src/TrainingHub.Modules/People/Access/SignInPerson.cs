using Microsoft.AspNetCore.Identity;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.People.Access;

/// <summary>Signs in by e-mail address or employee number. One answer for every failure, so that it tells nobody who works here.</summary>
internal sealed class SignInPerson(UserManager<Person> people, PersonSignIn signIn, PasswordCheck passwords)
{
    private static readonly Problem Refused = Problem.Because(
        "That did not work. Check the e-mail address or employee number and the password. After {0} wrong attempts signing in pauses for {1} minutes.",
        PasswordCheck.Attempts, (int)PasswordCheck.Pause.TotalMinutes);

    public async Task<Problem?> Handle(string name, string password, bool stay, CancellationToken ct)
    {
        var person = await people.FindByNameAsync(name);
        if (!await passwords.IsRight(person, password, ct) || !await signIn.CanSignInAsync(person!)) return Refused;
        await signIn.SignInAsync(person!, stay);
        return null;
    }
}
