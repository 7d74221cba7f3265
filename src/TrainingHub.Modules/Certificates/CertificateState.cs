using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Certificates;

/// <summary>What a certificate is on a day, in one word, and how to show that word.</summary>
internal static class CertificateState
{
    public const string Valid = "valid";
    public const string NotYetValid = "not-yet-valid";
    public const string Expired = "expired";
    public const string Revoked = "revoked";
    public const string Superseded = "superseded";

    public static readonly string[] All = [Valid, NotYetValid, Expired, Revoked, Superseded];

    /// <summary>Of a certificate that was not ended. Grace is between the holder and the employer: to the outside it reads expired.</summary>
    public static string On(DateOnly today, DateOnly validFrom, DateOnly? expiresOn) =>
        today < validFrom ? NotYetValid : today > expiresOn ? Expired : Valid;

    /// <summary>The same in SQL over certificates_certificate as <c>c</c>.</summary>
    /// <param name="now">Its days are parameters of the query.</param>
    /// <param name="otherwise">SQL of the day where no policy names a zone.</param>
    public static string Sql(PolicyToday now, string otherwise = "@today") => On(now.Of("(select d.policy_id from v_certification_period d where d.id = c.period_id)", otherwise));

    private static string On(string day) =>
        $"case when c.end_kind is not null then c.end_kind when {day} < c.valid_from then 'not-yet-valid' when c.expires_on is not null and {day} > c.expires_on then 'expired' else 'valid' end";

    public static string Say(Localizer T, string state) => state switch
    {
        Valid => T["Valid"],
        NotYetValid => T["Not yet valid"],
        Expired => T["Expired"],
        Revoked => T["Revoked"],
        Superseded => T["Superseded"],
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "There is no such state."),
    };

    /// <summary>The class of the badge, beside the word.</summary>
    public static string Look(string state) => state switch
    {
        Valid => "status-ok",
        NotYetValid => "status-info",
        Expired => "status-warn",
        Revoked => "status-bad",
        _ => "",
    };
}
