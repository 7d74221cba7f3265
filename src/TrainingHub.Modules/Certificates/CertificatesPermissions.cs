namespace TrainingHub.Modules.Certificates;

public static class CertificatesPermissions
{
    public const string Own = "certificates.own";
    public const string View = "certificates.view";
    public const string Revoke = "certificates.revoke";
}
