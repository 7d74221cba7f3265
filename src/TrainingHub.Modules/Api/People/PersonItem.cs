using System.ComponentModel;

namespace TrainingHub.Modules.Api.People;

/// <summary>A person as the list and the single operations show it; a row of <see cref="Columns"/>.</summary>
internal sealed record PersonItem(
    long Id, string Name, string? LatinName, string? Email, string? EmployeeNumber,
    [property: Description("zh-CN or en: the language of their pages and mails.")] string Language,
    DateOnly HiredOn,
    [property: Description("The last day of work; null while employed.")] DateOnly? LeftOn,
    [property: Description("The site's code.")] string Site,
    [property: Description("The department's code.")] string? Department,
    [property: Description("The position's code.")] string? Position)
{
    /// <summary>Of v_people_person as <c>p</c>.</summary>
    public const string Columns = "p.id, p.name, p.latin_name, p.email, p.employee_number, p.language, p.hired_on, p.left_on, p.site_code as site, p.department_code as department, p.position_code as position";
}
