using System.Security.Cryptography;
using System.Text;
using TrainingHub.Modules.Courses.Changes;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Courses.Content;

internal sealed record CourseRow(long Id, string Slug, long? CurrentVersionId, bool EditedInHub);

internal sealed record VersionRow(long Id, int Number, string State, string TreeHash, string Origin, string? Note);

internal sealed record FileRow(string Path, string Sha256);

/// <summary>Course, version and file rows, as imports, drafts and publishing share them.</summary>
internal sealed class CourseVersions(Db db, BlobStore blobs, Actor actor, LessonHtml html, FloorRows floor, RecordChanges changes, IEnumerable<IContentPart> parts, Events events, TimeProvider clock)
{
    public Task<CourseRow?> Course(string slug, CancellationToken ct) =>
        db.Row<CourseRow>("select id, slug, current_version_id, edited_in_hub from courses_course where slug = @slug", new { slug }, ct);

    /// <summary>The course row, locked until the transaction ends: versions of a course are made one after the other.</summary>
    public Task<CourseRow?> Lock(string slug, CancellationToken ct) =>
        db.Row<CourseRow>($"select id, slug, current_version_id, edited_in_hub from courses_course where slug = @slug {db.Dialect.ForUpdate}", new { slug }, ct);

    public Task<VersionRow?> Version(long id, CancellationToken ct) =>
        db.Row<VersionRow>("select id, number, state, tree_hash, origin, note from courses_version where id = @id", new { id }, ct);

    public Task<VersionRow?> Draft(long courseId, CancellationToken ct) =>
        db.Row<VersionRow>("select id, number, state, tree_hash, origin, note from courses_version where course_id = @courseId and state = 'draft'", new { courseId }, ct);

    public Task<List<FileRow>> Files(long versionId, CancellationToken ct) =>
        db.Rows<FileRow>("select path, sha256 from courses_file where version_id = @versionId order by path", new { versionId }, ct);

    /// <summary>The files with their bytes. Reads the disk: not inside a transaction.</summary>
    public async Task<CourseFolder> Folder(string slug, long versionId, CancellationToken ct)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var file in await Files(versionId, ct))
            files.Add(file.Path, await blobs.Get(file.Sha256, ct) ?? throw new InvalidOperationException($"The blob {file.Sha256} of {slug}/{file.Path} is missing."));
        return new CourseFolder(slug, files);
    }

    /// <summary>Stores the bytes before any row names them; the rows to write.</summary>
    public async Task<List<FileRow>> Store(CourseFolder course, CancellationToken ct)
    {
        var rows = new List<FileRow>();
        foreach (var (path, bytes) in course.Files) rows.Add(new FileRow(path, await blobs.Put(bytes, ct)));
        return rows;
    }

    public async Task<long> AddDraft(long courseId, ModuleHead head, IReadOnlyList<FileRow> files, string origin, string? note, CancellationToken ct)
    {
        var id = await db.Insert(
            """
            insert into courses_version(course_id, number, state, tree_hash, title_zh, title_en, summary_zh, summary_en, source_language, trades, origin, note, created_by, created_at)
            values (@courseId, (select coalesce(max(number), 0) + 1 from courses_version where course_id = @courseId), 'draft', @TreeHash, @TitleZh, @TitleEn, @SummaryZh, @SummaryEn, @SourceLanguage, @Trades, @origin, @note, @PersonId, @Now)
            returning id
            """,
            new { courseId, TreeHash = HashOf(files), head.TitleZh, head.TitleEn, head.SummaryZh, head.SummaryEn, head.SourceLanguage, head.Trades, origin, note, actor.PersonId, Now = clock.GetUtcNow() }, ct);
        foreach (var file in files)
            await db.Execute("insert into courses_file(version_id, path, sha256) values (@id, @Path, @Sha256)", new { id, file.Path, file.Sha256 }, ct);
        return id;
    }

    /// <summary>
    /// The published files as they are to be exported: to the byte as they came, but for a part that was changed in the hub since then.
    /// </summary>
    public async Task<CourseFolder> Export(long courseId, string slug, long versionId, CancellationToken ct)
    {
        var folder = await Folder(slug, versionId, ct);
        var files = new SortedDictionary<string, byte[]>(folder.Files.ToDictionary(), StringComparer.Ordinal);
        foreach (var part in parts)
        {
            var imported = await db.Scalar<string>("select sha256 from courses_part where version_id = @versionId and path = @FileName", new { versionId, part.FileName }, ct);
            if (await part.Export(courseId, ct) is { } text && HashOf(text) != imported) files[part.FileName] = Encoding.UTF8.GetBytes(text);
        }
        return new CourseFolder(slug, files);
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static string HashOf(IEnumerable<FileRow> files) => CourseFolder.HashOf(files.Select(f => (f.Path, f.Sha256)));

    /// <summary>Makes a draft the version learners see: its projections, the parts of other modules, and the news. Inside the caller's transaction.</summary>
    public async Task Publish(long courseId, long versionId, CheckedCourse course, CancellationToken ct)
    {
        var head = ModuleHead.Of(course.Module);
        await db.Execute(
            """
            update courses_version set state = 'published', published_at = @Now, title_zh = @TitleZh, title_en = @TitleEn, summary_zh = @SummaryZh, summary_en = @SummaryEn, source_language = @SourceLanguage, trades = @Trades
            where id = @versionId
            """,
            new { versionId, Now = clock.GetUtcNow(), head.TitleZh, head.TitleEn, head.SummaryZh, head.SummaryEn, head.SourceLanguage, head.Trades }, ct);
        var position = 0;
        foreach (var clause in course.Module.Clauses)
        {
            await db.Execute("insert into courses_clause(version_id, position, code, trades, title_zh, title_en, text_zh, text_en) values (@versionId, @position, @Id, @Trades, @TitleZh, @TitleEn, @TextZh, @TextEn)",
                new { versionId, position = ++position, clause.Id, Trades = string.Join(' ', clause.Trades), TitleZh = clause.Title.Zh, TitleEn = clause.Title.En, TextZh = clause.Text.Zh, TextEn = clause.Text.En }, ct);
        }
        await changes.Handle(courseId, versionId, ct);
        foreach (var lesson in course.Lessons) await AddLesson(versionId, lesson, course.Texts, ct);
        await floor.Add(versionId, course.Floor, course.Texts, ct);
        await db.Execute("update courses_course set current_version_id = @versionId where id = @courseId", new { courseId, versionId }, ct);
        foreach (var part in parts)
        {
            await part.Import(course.Folder, courseId, versionId, ct);
            if (await part.Export(courseId, ct) is { } text)
                await db.Execute("insert into courses_part(version_id, path, sha256) values (@versionId, @FileName, @Sha256)", new { versionId, part.FileName, Sha256 = HashOf(text) }, ct);
        }
        await events.Tell(new CoursePublished(courseId, versionId, course.Folder.Slug), ct);
    }

    private async Task AddLesson(long versionId, LessonPair lesson, TextContext texts, CancellationToken ct)
    {
        var id = await db.Insert(
            """
            insert into courses_lesson(version_id, position, slug, minutes, title_zh, title_en, markdown_zh, markdown_en, html_zh, html_en)
            values (@versionId, @Number, @Slug, @Minutes, @TitleZh, @TitleEn, @MarkdownZh, @MarkdownEn, @HtmlZh, @HtmlEn) returning id
            """,
            new
            {
                versionId, lesson.Number, lesson.Slug, lesson.Minutes, TitleZh = lesson.Chinese.Title, TitleEn = lesson.English.Title, MarkdownZh = lesson.Chinese.Markdown, MarkdownEn = lesson.English.Markdown,
                HtmlZh = html.Render(lesson.Chinese.Markdown, Languages.Chinese, texts), HtmlEn = html.Render(lesson.English.Markdown, Languages.English, texts),
            }, ct);
        foreach (var clause in lesson.Clauses)
            await db.Execute("insert into courses_lesson_clause(lesson_id, clause) values (@id, @clause)", new { id, clause }, ct);
    }
}

/// <summary>What a version row says of its course, so that lists need not read the files.</summary>
internal sealed record ModuleHead(string TitleZh, string TitleEn, string SummaryZh, string SummaryEn, string SourceLanguage, string Trades)
{
    public static ModuleHead Of(ModuleFile module) => new(module.Title.Zh, module.Title.En, module.Summary.Zh, module.Summary.En, module.Source, string.Join(' ', module.Trades));
}
