using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Courses.Studio;

internal sealed class CourseDrafts(ReadDraft read, PutDraftFiles put, PublishDraft publish, DiscardDraft discard) : ICourseDrafts
{
    public Task<CourseDraft?> Current(string slug, CancellationToken ct) => read.Handle(slug, ct);

    public Task<Outcome<long>> PutFile(string slug, string path, byte[] bytes, string basedOn, CancellationToken ct) => put.Handle(slug, [new DraftFile(path, bytes, basedOn)], ct);

    public Task<Problem?> Publish(string slug, string note, CancellationToken ct) => publish.Handle(slug, note, null, null, ct);

    public Task<Problem?> Discard(string slug, CancellationToken ct) => discard.Handle(slug, ct);
}
