namespace TrainingHub.Modules.Certificates;

/// <summary>What is printed on a certificate: the data frozen when it was issued.</summary>
/// <param name="HubName">Who issues it, for the head of the page.</param>
/// <param name="HolderName">As the person writes it: Chinese, Latin or both; any length.</param>
/// <param name="HolderLatinName">The name in Latin letters, printed below; null where there is none.</param>
/// <param name="ProgramTitleZh">Title of the programme in Chinese.</param>
/// <param name="ProgramTitleEn">Title of the programme in English.</param>
/// <param name="Clauses">What the programme covers, in order; may be empty or long (then codes alone are printed, or the first and a count).</param>
/// <param name="IssuedOn">Civil date of the paper; also the document's creation date.</param>
/// <param name="ValidFrom">First day of validity.</param>
/// <param name="ExpiresOn">Last day of validity; null where it does not expire.</param>
/// <param name="Serial">"GRM-2026-000123".</param>
/// <param name="VerifyUrl">Absolute address behind the QR code; its last segment is printed as the verification code.</param>
/// <param name="Language">"zh-CN" or "en": which language leads. Both are printed.</param>
/// <param name="Carried">Where it comes from, if it was not earned here; then the paper says so, and does not claim an examination.</param>
internal sealed record CertificatePaper(
    string HubName, string HolderName, string? HolderLatinName, string ProgramTitleZh, string ProgramTitleEn,
    IReadOnlyList<CertificateClause> Clauses, DateOnly IssuedOn, DateOnly ValidFrom, DateOnly? ExpiresOn,
    string Serial, string VerifyUrl, string Language, CarriedFrom? Carried = null);

/// <param name="Code">"GRM-01".</param>
/// <param name="TitleZh">Short title in Chinese.</param>
/// <param name="TitleEn">Short title in English.</param>
internal sealed record CertificateClause(string Code, string TitleZh, string TitleEn);
