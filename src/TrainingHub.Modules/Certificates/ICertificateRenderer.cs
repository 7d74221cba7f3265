namespace TrainingHub.Modules.Certificates;

/// <summary>Makes the paper of a certificate.</summary>
internal interface ICertificateRenderer
{
    /// <summary>
    /// A PDF of one A4 page, landscape. Equal papers give equal bytes. Characters the fonts lack are printed as boxes: a certificate
    /// never fails to come out because of a rare character in a name. Safe to call from several threads.
    /// </summary>
    /// <exception cref="IOException">A font file is missing.</exception>
    /// <exception cref="Platform.Pdf.FontFormatException">A font file is not a TrueType font, or damaged.</exception>
    byte[] Render(CertificatePaper paper);
}
