using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using TrainingHub.Modules.Certificates.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Certificates.Verification;

/// <summary>What the QR code opens: for anybody, on a phone, without signing in.</summary>
[AllowAnonymous]
internal sealed class Verify(ICertificateVerification certificates, HubSettings settings) : HubPage
{
    public VerifiedCertificate? Found { get; private set; }

    public string HubName => settings.HubName;

    public async Task OnGet(string code, CancellationToken ct)
    {
        VerifyHeaders.KeepOutAndFresh(Response);
        Found = await certificates.Find(code, ct);
        if (Found is null) Response.StatusCode = StatusCodes.Status404NotFound;
    }

    /// <summary>Look, headline and the sentence below it.</summary>
    public (string Look, string Headline, string Line) Say() => Found?.State switch
    {
        null => ("none", T["No such certificate"], T["This code belongs to no certificate of this hub."]),
        CertificateState.Valid => ("ok", T["Valid"], Found.ExpiresOn is { } last ? T["This certificate is valid until {0}.", T.Date(last)] : T["This certificate is valid."]),
        CertificateState.NotYetValid => ("none", T["Not yet valid"], T["This certificate becomes valid on {0}.", T.Date(Found.ValidFrom)]),
        CertificateState.Expired => ("warn", T["Expired"], T["This certificate expired after {0}.", T.Date(Found.ExpiresOn!.Value)]),
        CertificateState.Revoked => ("bad", T["Revoked"], T["This certificate was revoked on {0} and must not be relied on.", T.Date(Found.EndedOn!.Value)]),
        _ => ("warn", T["Superseded"], T["This certificate was replaced on {0}; ask the holder for the current one.", T.Date(Found.EndedOn!.Value)]),
    };
}
