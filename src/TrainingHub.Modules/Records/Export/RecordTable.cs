using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Records.Export;

/// <summary>The columns that every export has, in this order: texts or civil dates.</summary>
internal static class RecordTable
{
    public static string[] Headers(Localizer T) =>
    [
        T["Employee number"], T["Name"], T["Site"], T["Department"], T["Position"], T["Programme"], T["Status"], T["Assigned on"], T["Due"], T["Certified on"], T["Expires"], T["Grace ends"], T["Certificate number"], T["Why revoked"],
    ];

    public static object?[] Values(RecordRow row, Localizer T) =>
    [
        row.EmployeeNumber, row.Name, row.SiteName, row.DepartmentName, T.IsChinese ? row.PositionZh : row.PositionEn, T.Pick(row.ProgramZh, row.ProgramEn), RecordStatus.Say(T, row.Status),
        row.AssignedOn, row.DueOn, row.CertifiedOn, row.ExpiresOn, row.GraceEndsOn, row.CertificateNumber, row.RevokedReason,
    ];
}
