using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Simulation.Days;

/// <summary>Somebody of the simulated organisation, as the hub knows them.</summary>
/// <param name="HasRole">Trainers, HR and administrators stay.</param>
internal sealed record Person(
    long Id, string Name, string? LatinName, string? Email, string Number, string Language, DateOnly HiredOn, DateOnly? LeftOn, string Site, string? Department, string? Position, bool HasRole)
{
    public bool WorksOn(DateOnly day) => HiredOn <= day && (LeftOn is null || LeftOn >= day);

    public static Task<List<Person>> All(Db db, CancellationToken ct) => db.Rows<Person>(
        """
        select p.id, p.name, p.latin_name, p.email, p.employee_number as number, p.language, p.hired_on, p.left_on, p.site_code as site, p.department_code as department, p.position_code as position,
               exists (select 1 from v_people_scope s where s.viewer_id = p.id) as has_role
        from v_people_person p order by p.id
        """, null, ct);
}
