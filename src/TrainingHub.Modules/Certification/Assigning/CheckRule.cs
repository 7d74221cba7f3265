using System.Text.Json;
using TrainingHub.Modules.Certification.Programmes;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certification.Assigning;

/// <summary>What is wrong with what a rule is to say, before it is saved.</summary>
internal sealed class CheckRule(IAudiences audiences, Reach reach)
{
    public async Task<Problem?> Handle(RuleTerms terms, CancellationToken ct)
    {
        foreach (var text in new[] { terms.DueIn, terms.AtLeast }.OfType<string>())
        {
            var (span, problem) = CalendarSpan.Parse(text);
            if (problem is not null) return problem;
            if (PeriodPolicy.Longest.IsAlwaysShorterThan(span)) return Problem.Because("{0} is too long; no span of a policy may be longer than {1}.", span, PeriodPolicy.Longest);
        }
        if (terms.DueOn < terms.StartsOn && terms.AtLeast is null) return Problem.Because("The due date lies before the first day of the rule. Give a later day, or how much time everybody has at the least.");
        if (terms.EndsOn <= terms.StartsOn) return Problem.Because("The rule would end before it begins. Give a later last day, or none.");
        var audience = JsonSerializer.Deserialize<Audience>(terms.Audience, Json.Plain)!;
        if (audience.Fault() is { } fault) return fault;
        var unknown = await audiences.UnknownCodes(audience, ct);
        if (unknown.Count > 0) return Problem.Because("No site, department or position has the code {0}.", string.Join(", ", unknown));
        return await reach.Audience(audience, CertificationPermissions.Edit, ct);
    }
}
