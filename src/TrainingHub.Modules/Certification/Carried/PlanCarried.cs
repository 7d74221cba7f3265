using System.Text;
using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Import;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.Carried;

/// <summary>A line that can be carried over.</summary>
/// <param name="Dates">Null where exactly this was carried over before.</param>
internal sealed record PlannedCarry(CarriedLine Line, long PersonId, string PersonName, long ProgramId, string TitleZh, string TitleEn, CarriedTerm? Dates, DateOnly Today);

/// <summary>What an import would do; nothing is done yet.</summary>
internal sealed record CarriedPlan(IReadOnlyList<PlannedCarry> Lines, IReadOnlyList<ImportFault> Faults, bool SkipBad)
{
    public int New => Lines.Count(l => l.Dates is not null);

    public int Unchanged => Lines.Count(l => l.Dates is null);

    public bool CanApply => Lines.Count > 0 && (Faults.Count == 0 || SkipBad);
}

/// <summary>Compares a file of opening balances with the hub. Only reads, outside of any transaction.</summary>
internal sealed class PlanCarried(Db db, Chains chains, CarryOver carryOver, IPersonDirectory people, Actor actor, TimeProvider clock)
{
    private sealed record Known(long Id, string Name, string EmployeeNumber, DateOnly? LeftOn);

    private sealed record ProgramRow(long Id, string Slug, string TitleZh, string TitleEn);

    public async Task<CarriedPlan> Handle(byte[] bytes, bool skipBad, CancellationToken ct)
    {
        var file = CarriedFile.Read(bytes);
        var (planned, faults) = (new List<PlannedCarry>(), file.Faults.ToList());
        if (file.Lines.Count == 0) return new CarriedPlan([], faults, skipBad);
        var staff = await Staff(ct);
        var programs = (await db.Rows<ProgramRow>("select id, slug, title_zh, title_en from v_certification_program order by slug", null, ct)).ToDictionary(p => p.Slug, StringComparer.Ordinal);
        foreach (var line in file.Lines)
        {
            var before = faults.Count;
            if (staff.GetValueOrDefault(Key(line.EmployeeNumber)) is not { } person)
                faults.Add(new ImportFault(line.Line, "employee_number", line.EmployeeNumber, Problem.Because("Nobody you are responsible for has the employee number {0}.", line.EmployeeNumber)));
            else if (programs.GetValueOrDefault(line.Program) is not { } program)
                faults.Add(new ImportFault(line.Line, "program", line.Program, Problem.Because("There is no programme {0}. Known are {1}.", line.Program, string.Join(", ", programs.Keys.Take(20)))));
            else if (await Plan(line, person, program, faults, ct) is { } plan && faults.Count == before) planned.Add(plan);
        }
        return new CarriedPlan(planned, [.. faults.OrderBy(f => f.Line)], skipBad);
    }

    private async Task<PlannedCarry?> Plan(CarriedLine line, Known person, ProgramRow program, List<ImportFault> faults, CancellationToken ct)
    {
        if (person.Id == actor.PersonId)
        {
            faults.Add(new ImportFault(line.Line, "employee_number", line.EmployeeNumber, CarryOver.Own));
            return null;
        }
        var now = await people.Now(person.Id, clock, ct);
        if (person.LeftOn < now.Day)
        {
            faults.Add(new ImportFault(line.Line, "employee_number", line.EmployeeNumber, Problem.Because("{0} no longer works here.", person.Name)));
            return null;
        }
        var chain = (await chains.Of(person.Id, ct)).Find(c => c.Requirement.ProgramId == program.Id);
        var ground = await carryOver.Ground(chain, program.Id, now, ct);
        var (dates, problem) = ground.Judge(ImportCarried.ToCarry(line, person.Id, program.Id));
        if (problem is not null) faults.Add(new ImportFault(line.Line, null, null, problem));
        return new PlannedCarry(line, person.Id, person.Name, program.Id, program.TitleZh, program.TitleEn, dates, ground.Today);
    }

    /// <summary>Everybody within reach who has a number, by it.</summary>
    private async Task<Dictionary<string, Known>> Staff(CancellationToken ct)
    {
        var scope = actor.PersonId is null ? "" : $"and {PeopleScope.Sees("p.site_id", "p.department_id")}";
        var all = await db.Rows<Known>(
            $"select p.id, p.name, p.employee_number, p.left_on from v_people_person p where p.employee_number is not null {scope}",
            new { viewer = actor.PersonId, permission = CertificationPermissions.Carry }, ct);
        return all.ToDictionary(p => Key(p.EmployeeNumber), StringComparer.Ordinal);
    }

    private static string Key(string number) => number.Normalize(NormalizationForm.FormKC).Trim().ToUpperInvariant();
}
