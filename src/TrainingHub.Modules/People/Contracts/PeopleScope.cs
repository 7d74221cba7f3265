namespace TrainingHub.Modules.People.Contracts;

/// <summary>Whom the viewer may see, as part of every query about other people's data.</summary>
public static class PeopleScope
{
    /// <summary>
    /// A predicate over a site and a department column; the query also needs the parameters @viewer (person id) and @permission.
    /// A person with grants in several places sees all of them.
    /// </summary>
    public static string Sees(string siteColumn, string departmentColumn) =>
        $"exists (select 1 from v_people_scope sc where sc.viewer_id = @viewer and sc.permission = @permission and sc.site_id = {siteColumn} and (sc.department_id is null or sc.department_id = {departmentColumn}))";

    /// <summary>A predicate over a site column: the viewer reaches everybody at that site, whatever the department. Needs @viewer and @permission.</summary>
    public static string SeesAllOf(string siteColumn) =>
        $"exists (select 1 from v_people_scope sc where sc.viewer_id = @viewer and sc.permission = @permission and sc.site_id = {siteColumn} and sc.department_id is null)";

    /// <summary>A predicate: the viewer reaches everybody at every site. Needs @viewer and @permission.</summary>
    public static string SeesEverybody => $"not exists (select 1 from v_people_site t where not {SeesAllOf("t.id")})";
}
