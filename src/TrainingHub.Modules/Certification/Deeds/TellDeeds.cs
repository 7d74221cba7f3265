using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Certification.Deeds;

/// <summary>Reads and passes as deeds: Courses and Quizzes know nothing of certifications.</summary>
internal sealed class TellDeeds(IEvidence evidence) : IHandler<AttemptGraded>, IHandler<CourseCompleted>
{
    public Task Handle(AttemptGraded e, CancellationToken ct)
    {
        if (!e.IsWhole) return Task.CompletedTask;
        var reference = $"attempt:{e.AttemptId}";
        return e.Passed ? evidence.Record([new Deed(e.PersonId, "quiz", e.QuizSlug, e.At, reference, e.StartedAt)], ct) : evidence.TakeBack(e.PersonId, "quiz", e.QuizSlug, reference, ct);
    }

    public Task Handle(CourseCompleted e, CancellationToken ct) => evidence.Record([new Deed(e.PersonId, "course", e.Slug, e.At, $"completion:{e.CompletionId}")], ct);
}
