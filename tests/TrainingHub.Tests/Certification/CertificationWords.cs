using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using TrainingHub.Modules.Acknowledgements.Signing;
using TrainingHub.Modules.Certification.Credentials;
using TrainingHub.Modules.Certification.Deeds;
using TrainingHub.Modules.Certification.Rules;

namespace TrainingHub.Tests.Certification;

/// <summary>Short words for dates, spans and policies, and where random ones come from.</summary>
internal static class CertificationWords
{
    /// <summary>For reading only: these two need a database for what there is, and none for what a key looks like.</summary>
    public static EvidenceKinds Kinds { get; } = new([new CourseKind(null!, null!), new QuizKind(null!, null!), new ProgramKind(null!), new ExternalKind(null!), new SignedKind(null!)]);

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateOnly? DayOrNull(string? text) => text is null ? null : Day(text);

    public static CalendarSpan Span(string text) => CalendarSpan.TryParse(text, out var span) ? span : throw new FormatException(text);

    public static PeriodPolicy Policy(string active, string window, ExpiryBasis basis, string? minimum = null, string grace = "0d", string? firstMinimum = null, string? anchor = null)
    {
        var (policy, problem) = PeriodPolicy.Create(
            Span(active), Span(window), basis, minimum is null ? null : Span(minimum), Span(grace), firstMinimum is null ? null : Span(firstMinimum), DayOrNull(anchor));
        return policy ?? throw new ArgumentException(problem!.ToString());
    }

    public static PeriodTerm Dates(PeriodPolicy policy, Completion completion)
    {
        var (term, problem) = PeriodDates.For(policy, completion);
        return term ?? throw new InvalidOperationException(problem!.ToString());
    }

    /// <summary>Days of thirty years, month ends and leap days far more often than chance would have it.</summary>
    public static Gen<DateOnly> Days { get; } = Gen.OneOf(
        Gen.Choose(0, 30 * 365).Select(n => new DateOnly(2010, 1, 1).AddDays(n)),
        from month in Gen.Choose(0, 359)
        from back in Gen.Choose(0, 3)
        select new DateOnly(2010, 1, 1).AddMonths(month + 1).AddDays(-1 - back),
        Gen.Elements(2012, 2016, 2020, 2024, 2028).Select(y => new DateOnly(y, 2, 29)));

    public static Gen<CalendarSpan> Spans(int mostDays) => Gen.OneOf(
        Gen.Choose(0, mostDays).Select(n => new CalendarSpan(n, CalendarUnit.Day)),
        Gen.Choose(0, mostDays / 7).Select(n => new CalendarSpan(n, CalendarUnit.Week)),
        Gen.Choose(0, mostDays / 30).Select(n => new CalendarSpan(n, CalendarUnit.Month)),
        Gen.Choose(0, mostDays / 365).Select(n => new CalendarSpan(n, CalendarUnit.Year)));

    public static Gen<PeriodPolicy> Policies(ExpiryBasis basis) =>
        (from active in Spans(1100)
         from window in Spans(200)
         from minimum in Spans(400)
         from hasMinimum in Gen.Elements(true, false)
         from grace in Spans(60)
         from first in Spans(400)
         from hasFirst in Gen.Elements(true, false)
         from anchor in Days.OrNone()
         select PeriodPolicy.Create(active, window, basis, hasMinimum ? minimum : null, grace, hasFirst ? first : null, anchor).Value)
        .Where(p => p is not null).Select(p => p!);

    public static Gen<DateOnly?> OrNone(this Gen<DateOnly> days) => Gen.Frequency((1, Gen.Constant((DateOnly?)null)), (2, days.Select(d => (DateOnly?)d)));

    /// <summary>Thousands of cases; the assertion inside says what is wrong, FsCheck which case it was.</summary>
    public static void ForAll<T>(Gen<T> gen, Action<T> holds, int cases = 3000) =>
        Prop.ForAll(gen.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(cases).WithQuietOnSuccess(true));
}
