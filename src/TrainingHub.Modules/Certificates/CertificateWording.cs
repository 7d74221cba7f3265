using System.Globalization;

namespace TrainingHub.Modules.Certificates;

/// <summary>A text in both languages.</summary>
internal readonly record struct Bilingual(string Zh, string En)
{
    public string Lead(bool zhLeads) => zhLeads ? Zh : En;

    public string Other(bool zhLeads) => zhLeads ? En : Zh;
}

/// <summary>
/// The fixed words of the paper. They are code, not translatable resources: a certificate must read the same whatever is edited
/// later, and its layout is made for these lengths.
/// </summary>
internal static class CertificateWording
{
    public static readonly Bilingual Title = new("合格证书", "Certificate of Competence");
    public static readonly Bilingual Intro = new("兹证明", "This is to certify that");
    public static readonly Bilingual Statement = new("已完成以下项目的全部要求，考核合格", "has met all the requirements of the programme");
    public static readonly Bilingual CarriedStatement = new("持有以下认证（由原有记录转入）", "holds, carried over from earlier records, the certification");
    public static readonly Bilingual CarriedIssuer = new("原发证单位", "Certified by");
    public static readonly Bilingual CarriedNumber = new("原证书编号", "Certificate then");
    public static readonly Bilingual Issued = new("签发日期", "Issued");
    public static readonly Bilingual ValidFrom = new("生效日期", "Valid from");
    public static readonly Bilingual Expires = new("有效期至", "Valid until");
    public static readonly Bilingual Validity = new("有效期", "Validity");
    public static readonly Bilingual NoExpiry = new("长期有效", "No expiry");
    public static readonly Bilingual Serial = new("证书编号", "Certificate No.");
    public static readonly Bilingual Scan = new("扫码验证", "Scan to verify");

    public static Bilingual Date(DateOnly? day) => day is not { } date ? NoExpiry : new(
        date.ToString("yyyy'年'M'月'd'日'", CultureInfo.InvariantCulture), date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture));
}
