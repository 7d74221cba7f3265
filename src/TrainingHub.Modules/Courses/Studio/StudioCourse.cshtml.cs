using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Courses.Changes;
using TrainingHub.Modules.Courses.Content;
using TrainingHub.Modules.Courses.Content.Remarks;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Studio;

[Requires(CoursesPermissions.View)]
internal sealed class StudioCourseModel(Db db, CourseVersions versions, CheckContent check, FindRemarks findRemarks, PublishDraft publishDraft, DiscardDraft discardDraft, ConfirmTranslations confirm, HubSettings settings) : HubPage
{
    private const int MostReaders = 100;

    public sealed record CourseHead(long Id, string Slug, long VersionId, int Number, string TitleZh, string TitleEn, string SummaryZh, string SummaryEn, bool EditedInHub);

    public sealed record LessonLine(string Slug, int Position, int Minutes, string TitleZh, string TitleEn);

    public sealed record VersionLine(long Id, int Number, string State, string Origin, string? Note, string? Author, DateTimeOffset CreatedAt, DateTimeOffset? PublishedAt);

    public sealed record Reader(long PersonId, string Name, string Site, int Number, int Round, DateTimeOffset CompletedAt);

    public CourseHead Course { get; private set; } = null!;
    public IReadOnlyList<LessonLine> Lessons { get; private set; } = [];
    public IReadOnlyList<ClauseText> Clauses { get; private set; } = [];
    public IReadOnlyList<VersionLine> Versions { get; private set; } = [];
    public IReadOnlyList<Reader> Readers { get; private set; } = [];
    public bool HasMoreReaders { get; private set; }
    public VersionLine? Draft => Versions.FirstOrDefault(v => v.State == "draft");
    public TreeDifference Difference { get; private set; } = TreeDifference.None;
    public IReadOnlyList<Fault> Faults { get; private set; } = [];
    public IReadOnlyList<Remark> Remarks { get; private set; } = [];
    /// <summary>Of the draft as it is shown.</summary>
    public string DraftTree { get; private set; } = "";
    /// <summary>What the draft changes in the standard.</summary>
    public IReadOnlyList<ShownChange> Changes { get; private set; } = [];
    /// <summary>Clauses that were changed by what is published already, and nobody has judged.</summary>
    public int Unjudged { get; private set; }
    public string Note { get; private set; } = "";
    public bool CanEdit => Me.Can(CoursesPermissions.Edit);
    public TimeZoneInfo Zone => settings.TimeZone;

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken ct) => await Load(slug, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostPublishAsync(string slug, string? note, string? tree, CancellationToken ct)
    {
        if (!CanEdit) return Forbid();
        Note = note ?? "";
        if (!await Load(slug, ct)) return NotFound();
        Changes = [.. Changes.Select(c => c with { Severity = Blank(Request.Form[c.SeverityField]), Note = Request.Form[c.NoteField] })];
        var judgements = Changes.ToDictionary(c => c.Change.Code, c => new Judgement(c.Severity, c.Note), StringComparer.Ordinal);
        if (await publishDraft.Handle(slug, Note, judgements, tree, ct) is not { } problem) return Done($"/studio/courses/{slug}", "Published. Learners see the new version from now on.");
        return Refuse(problem);
    }

    public async Task<IActionResult> OnPostDiscardAsync(string slug, CancellationToken ct)
    {
        if (!CanEdit) return Forbid();
        if (await discardDraft.Handle(slug, ct) is not { } problem) return Done($"/studio/courses/{slug}", "The draft was discarded. Learners see what they saw before.");
        return await Load(slug, ct) ? Refuse(problem) : NotFound();
    }

    public async Task<IActionResult> OnPostConfirmAsync(string slug, string? tree, CancellationToken ct)
    {
        if (!CanEdit) return Forbid();
        if (await confirm.Handle(slug, tree ?? "", ct) is not { } problem) return Done($"/studio/courses/{slug}", "Noted: the translations fit.");
        return await Load(slug, ct) ? Refuse(problem) : NotFound();
    }

    private async Task<bool> Load(string slug, CancellationToken ct)
    {
        var course = await db.Row<CourseHead>(
            """
            select c.id, c.slug, v.id as version_id, v.number, v.title_zh, v.title_en, v.summary_zh, v.summary_en, c.edited_in_hub
            from courses_course c join courses_version v on v.id = c.current_version_id where c.slug = @slug
            """,
            new { slug }, ct);
        if (course is null) return false;
        Course = course;
        Lessons = await db.Rows<LessonLine>("select slug, position, minutes, title_zh, title_en from courses_lesson where version_id = @VersionId order by position", course, ct);
        Clauses = await db.Rows<ClauseText>($"select {RecordChanges.Columns} from courses_clause where version_id = @VersionId order by position", course, ct);
        Unjudged = await db.Scalar<int>("select count(*) from v_course_clause_change where course_id = @Id and severity is null", course, ct);
        Versions = await db.Rows<VersionLine>(
            """
            select v.id, v.number, v.state, v.origin, v.note, p.name as author, v.created_at, v.published_at
            from courses_version v left join v_people_person p on p.id = v.created_by where v.course_id = @Id order by v.number desc
            """,
            course, ct);
        var readers = await db.Rows<Reader>(
            $"""
            select p.id as person_id, p.name, p.site_name as site, v.number, k.round, k.completed_at
            from courses_completion k join courses_version v on v.id = k.version_id join v_people_person p on p.id = k.person_id
            where k.course_id = @Id and {PeopleScope.Sees("p.site_id", "p.department_id")}
            order by k.completed_at desc, k.id desc limit {MostReaders + 1}
            """,
            new { course.Id, viewer = Me.Id, permission = CoursesPermissions.View }, ct);
        HasMoreReaders = readers.Count > MostReaders;
        Readers = [.. readers.Take(MostReaders)];
        if (Draft is { } draft)
        {
            Difference = TreeDifference.Between(await versions.Files(course.VersionId, ct), await versions.Files(draft.Id, ct));
            var faults = new Faults();
            var folder = await versions.Folder(slug, draft.Id, ct);
            DraftTree = folder.TreeHash;
            var content = check.Handle(folder, faults);
            Faults = [.. faults.All.Distinct()];
            if (content is not null)
            {
                Remarks = findRemarks.Handle(content, []);
                Changes = [.. ClauseDifference.Between(Clauses, [.. content.Module.Clauses.Select(ClauseText.Of)]).Select(c => new ShownChange(c, null, null, CanEdit))];
            }
        }
        return true;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
