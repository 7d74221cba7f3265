using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Courses.Learning;

internal sealed class CourseProgress(CompleteLesson completeLesson, RestartCourse restartCourse) : ICourseProgress
{
    public Task<Outcome<LessonProgress>> Save(long personId, string slug, string lesson, int position, bool completed, CancellationToken ct) =>
        completeLesson.Handle(personId, slug, lesson, position, completed, ct);

    public Task<Problem?> Restart(long personId, long courseId, CancellationToken ct) => restartCourse.Handle(personId, courseId, ct);
}
