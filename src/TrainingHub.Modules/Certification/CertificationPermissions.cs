namespace TrainingHub.Modules.Certification;

public static class CertificationPermissions
{
    /// <summary>See programmes and who holds what, within one's scope.</summary>
    public const string View = "certification.view";

    /// <summary>Assign programmes, make rules, change policies.</summary>
    public const string Edit = "certification.edit";

    public const string Revoke = "certification.revoke";

    /// <summary>See one's own certifications and take on a programme by own wish.</summary>
    public const string Own = "certification.own";
}
