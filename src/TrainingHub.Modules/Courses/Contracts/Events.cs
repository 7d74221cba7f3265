namespace TrainingHub.Modules.Courses.Contracts;

/// <summary>A version became the one learners see.</summary>
public sealed record CoursePublished(long CourseId, long VersionId, string Slug);

/// <summary>Every lesson of the course was read to the end; told once for each completion row.</summary>
public sealed record CourseCompleted(long CompletionId, long PersonId, long CourseId, string Slug, DateTimeOffset At);
