using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.People;

/// <summary>What HR writes down about a person; hiring, editing and importing check it alike.</summary>
internal sealed record PersonFacts(string Name, string? LatinName, string? Email, string? EmployeeNumber, string Language, DateOnly HiredOn)
{
    private static readonly DateOnly Earliest = new(1950, 1, 1);

    public string? NormalizedEmail => Email is null ? null : SignInName.Normalize(Email);

    public string? NormalizedNumber => EmployeeNumber is null ? null : SignInName.Normalize(EmployeeNumber);

    /// <summary>As typed, without surrounding blanks; empty becomes absent.</summary>
    public static PersonFacts Tidy(string? name, string? latinName, string? email, string? number, string? language, DateOnly hiredOn) =>
        new((name ?? "").Trim(), Absent(latinName), Absent(email), Absent(number), (language ?? "").Trim(), hiredOn);

    private static string? Absent(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>The first thing that is wrong with it, whoever else there is.</summary>
    public Problem? Check(DateOnly today)
    {
        if (Name.Length == 0) return Problem.Because("A person needs a name.");
        if (Name.Length > 100 || LatinName?.Length > 100) return Problem.Because("A name has at most {0} characters.", 100);
        if (Name.Any(char.IsControl) || LatinName?.Any(char.IsControl) == true) return Problem.Because("A name must not contain line breaks or tabs.");
        if (Email is null && EmployeeNumber is null) return Problem.Because("Give an e-mail address or an employee number; one of them is needed to sign in.");
        if (Email is not null && (Email.Length > 200 || !System.Net.Mail.MailAddress.TryCreate(Email, out var address) || address.Address != Email))
            return Problem.Because("{0} is no e-mail address. Write it like name@example.com.", Email);
        if (EmployeeNumber?.Length > 40) return Problem.Because("An employee number has at most {0} characters.", 40);
        if (EmployeeNumber?.Contains('@') == true) return Problem.Because("An employee number must not look like an e-mail address.");
        if (!Languages.All.Contains(Language)) return Problem.Because("Choose Chinese or English.");
        if (HiredOn < Earliest || HiredOn > today.AddYears(1)) return Problem.Because("The hire date {0} can't be right: it must lie between 1950 and a year from now.", HiredOn.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        return null;
    }

    /// <summary>Whether address or number already belong to somebody other than <paramref name="except"/>.</summary>
    public async Task<Problem?> Taken(Db db, long? except, CancellationToken ct) =>
        await db.Scalar<long>("select count(*) from people_person where (normalized_email = @NormalizedEmail or normalized_number = @NormalizedNumber) and id <> @Except", new { NormalizedEmail, NormalizedNumber, Except = except ?? 0 }, ct) > 0
            ? Problem.Conflict("Somebody with this e-mail address or employee number is already here.")
            : null;
}

/// <summary>Where somebody works and as what.</summary>
internal sealed record Placement(long SiteId, long? DepartmentId, long? PositionId)
{
    /// <summary>Whether the parts exist, belong together, and lie where the actor may place people.</summary>
    public async Task<Problem?> Check(Db db, Reach reach, CancellationToken ct)
    {
        if (!await reach.Place(PeoplePermissions.Edit, SiteId, DepartmentId, ct) || await db.Scalar<long>("select count(*) from people_site where id = @SiteId", new { SiteId }, ct) == 0)
            return Problem.NotFound("There is no such site.");
        if (DepartmentId is not null && await db.Scalar<long>("select count(*) from people_department where id = @DepartmentId and site_id = @SiteId", new { DepartmentId, SiteId }, ct) == 0)
            return Problem.Because("The department does not belong to that site. Choose one of the same site, or none.");
        if (PositionId is not null && await db.Scalar<long>("select count(*) from people_position where id = @PositionId", new { PositionId }, ct) == 0)
            return Problem.Because("There is no such position.");
        return null;
    }
}
