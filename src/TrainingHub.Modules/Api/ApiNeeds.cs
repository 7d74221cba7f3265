namespace TrainingHub.Modules.Api;

/// <summary>
/// The permissions that operations ask for: those of the same thing done on a page. They are declared by the modules that own the things,
/// behind the walls between modules; a test finds a name that none declares.
/// </summary>
internal static class ApiNeeds
{
    public const string Self = "people.self";
    public const string ViewPeople = "people.view";
    public const string EditPeople = "people.edit";
    public const string Learn = "courses.learn";
    public const string TakeQuizzes = "quizzes.take";
    public const string OwnCertifications = "certification.own";
    public const string ViewCertifications = "certification.view";
    public const string EditCertifications = "certification.edit";
    public const string OwnCertificates = "certificates.own";
    public const string ViewCertificates = "certificates.view";
    public const string RevokeCertificates = "certificates.revoke";
    public const string ViewRecords = "records.view";
}
