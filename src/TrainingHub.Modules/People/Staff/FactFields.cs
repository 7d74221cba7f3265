namespace TrainingHub.Modules.People.Staff;

/// <summary>The form fields of a person's facts, as typed.</summary>
internal sealed class FactFields
{
    public string? Name { get; set; }
    public string? LatinName { get; set; }
    public string? Email { get; set; }
    public string? EmployeeNumber { get; set; }
    public string? Language { get; set; }
    public DateOnly HiredOn { get; set; }

    public PersonFacts ToFacts() => PersonFacts.Tidy(Name, LatinName, Email, EmployeeNumber, Language, HiredOn);
}
