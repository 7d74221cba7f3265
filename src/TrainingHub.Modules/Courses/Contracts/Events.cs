namespace TrainingHub.Modules.Courses.Contracts;

/// <summary>A version became the one learners see.</summary>
public sealed record CoursePublished(long CourseId, long VersionId, string Slug);

/// <summary>A trainer called the changes of these clauses material, or took that back: what is known of their old text no longer suffices, or does again.</summary>
public sealed record StandardChanged(long CourseId, long VersionId, IReadOnlyList<string> Clauses);

/// <summary>Every lesson of the course was read to the end; told once for each completion row.</summary>
public sealed record CourseCompleted(long CompletionId, long PersonId, long CourseId, string Slug, DateTimeOffset At);
