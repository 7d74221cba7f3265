using TrainingHub.Modules.Courses.Changes;
using TrainingHub.Modules.Courses.Content;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Studio;

/// <summary>Makes the draft the version learners see. From then on the hub is the course's source, not its folder.</summary>
internal sealed class PublishDraft(Db db, CourseVersions versions, CheckContent check, JudgeChanges judge, Audit audit)
{
    private static readonly Problem Changed = Problem.Conflict("The draft was changed in this moment. Look at it and publish again.");

    /// <param name="judgements">By clause, of every clause that the draft changes; null: what it changes waits to be judged.</param>
    /// <param name="tree">The tree hash of the draft that was judged; null: whatever it is.</param>
    public async Task<Problem?> Handle(string slug, string note, IReadOnlyDictionary<string, Judgement>? judgements, string? tree, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(note)) return Problem.Because("Say in a few words what changed; auditors read it.");
        if (await versions.Course(slug, ct) is not { } course) return Problem.NotFound("There is no course {0}.", slug);
        if (await versions.Draft(course.Id, ct) is not { } draft) return Problem.Because("There is no draft to publish.");
        if (tree is not null && tree != draft.TreeHash) return Changed;
        var faults = new Faults();
        var content = check.Handle(await versions.Folder(slug, draft.Id, ct), faults);
        if (content is null) return FaultProblem.Of(faults);
        try
        {
            return await Write(slug, note, judgements, course, draft, content, ct);
        }
        catch (ContentRefusedException e)
        {
            foreach (var fault in e.Faults) faults.Add(fault);
            return FaultProblem.Of(faults);
        }
    }

    private async Task<Problem?> Write(string slug, string note, IReadOnlyDictionary<string, Judgement>? judgements, CourseRow course, VersionRow draft, CheckedCourse content, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        await versions.Lock(slug, ct);
        // What was checked is what is published: the files were read before the lock.
        var now = await versions.Draft(course.Id, ct);
        if (now is null || now.Id != draft.Id || now.TreeHash != draft.TreeHash) return Changed;
        await db.Execute("update courses_version set note = @note where id = @Id", new { draft.Id, note = note.Trim() }, ct);
        await db.Execute("update courses_course set edited_in_hub = true where id = @Id", new { course.Id }, ct);
        await versions.Publish(course.Id, draft.Id, content, ct);
        if (judgements is not null && await judge.Handle(draft.Id, judgements, mustBeAll: true, ct) is { } unjudged) return unjudged;
        await audit.Write("courses.published", $"course:{course.Id}", new { version = draft.Id, draft.Number }, ct);
        await tx.Commit(ct);
        return null;
    }
}

/// <summary>Puts the draft away; its files stay in the history.</summary>
internal sealed class DiscardDraft(Db db, CourseVersions versions, Audit audit)
{
    public async Task<Problem?> Handle(string slug, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        if (await versions.Lock(slug, ct) is not { } course) return Problem.NotFound("There is no course {0}.", slug);
        if (await versions.Draft(course.Id, ct) is not { } draft) return Problem.Because("There is no draft to discard.");
        await db.Execute("update courses_version set state = 'discarded' where id = @Id", new { draft.Id }, ct);
        await audit.Write("courses.draft-discarded", $"course:{course.Id}", new { version = draft.Id, draft.Number }, ct);
        await tx.Commit(ct);
        return null;
    }
}
