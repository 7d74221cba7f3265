namespace TrainingHub.Modules.Certification;

public static class CertificationPermissions
{
    /// <summary>See programmes and who holds what, within one's scope.</summary>
    public const string View = "certification.view";

    /// <summary>See how one's own team stands.</summary>
    public const string Team = "certification.team";

    /// <summary>Assign programmes, make rules, change policies.</summary>
    public const string Edit = "certification.edit";

    /// <summary>Carry over certifications that were earned elsewhere, within one's scope.</summary>
    public const string Carry = "certification.carry";

    /// <summary>See what the weekly check of all certifications found, within one's scope.</summary>
    public const string Check = "certification.check";

    public const string Revoke = "certification.revoke";

    /// <summary>Excuse people from what is asked of them, and count what they had learned before.</summary>
    public const string Excuse = "certification.excuse";

    /// <summary>Record what others issued to somebody, and declare it void.</summary>
    public const string Verify = "certification.verify";

    /// <summary>See one's own certifications and take on a programme by own wish.</summary>
    public const string Own = "certification.own";
}
