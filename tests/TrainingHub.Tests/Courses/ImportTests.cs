using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Courses.Content;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Courses;

public sealed class ImportTests
{
    private sealed record Lesson(string Slug, int Position, int Minutes, string TitleZh, string TitleEn);

    [Theory, BothDatabases]
    public async Task Importing_a_course_makes_its_first_version(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var result = await new SampleCourse().Import(hub);
        Assert.Equal((ImportKind.Published, 1, 6), (result.Kind, result.Number, result.Difference.Count));
        Assert.Equal([new Lesson("why", 1, 3, "为什么", "Why"), new Lesson("how", 2, 3, "怎么洗", "How")],
            await hub.Rows<Lesson>("select l.slug, l.position, l.minutes, l.title_zh, l.title_en from v_course c join v_course_lesson l on l.version_id = c.version_id where c.slug = 'washing' order by l.position"));
        Assert.Equal("WSH-01", await hub.Scalar<string>("select code from v_course_clause"));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from platform_event where kind = 'CoursePublished'"));
    }

    [Theory, BothDatabases]
    public async Task Importing_the_same_folder_again_changes_nothing(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await new SampleCourse().Import(hub);
        Assert.Equal(ImportKind.Unchanged, (await new SampleCourse().Import(hub)).Kind);
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from courses_version"));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from platform_audit where action = 'courses.imported'"));
    }

    [Theory, BothDatabases]
    public async Task A_changed_folder_makes_a_new_version_and_the_old_one_stays_as_it_was(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await new SampleCourse().Import(hub);
        var result = await new SampleCourse().Replacing("lessons/02-how.en.md", "Twenty", "Thirty").Import(hub);
        Assert.Equal((ImportKind.Published, 2, "~ lessons/02-how.en.md"), (result.Kind, result.Number, result.Difference.ToString()));
        Assert.Equal(["Twenty", "Thirty"], await hub.Rows<string>("select case when l.html_en like '%Twenty%' then 'Twenty' else 'Thirty' end from courses_lesson l join courses_version v on v.id = l.version_id where l.slug = 'how' order by v.number"));
        Assert.Equal(2, await hub.Scalar<int>("select number from v_course"));
        // Back to the first text: learners must see it again, though it was here before.
        Assert.Equal((ImportKind.Published, 3), ((await new SampleCourse().Import(hub)) is var back ? (back.Kind, back.Number) : default));
    }

    [Theory, BothDatabases]
    public async Task A_course_with_a_fault_changes_nothing_at_all(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await new SampleCourse().Import(hub);
        await hub.In(async s =>
        {
            var faults = new Faults();
            Assert.Null(await s.GetRequiredService<ImportContent>().Handle(new SampleCourse().Replacing("lessons/02-how.en.md", "## Steps", "# Steps").Folder, faults, default));
            Assert.Single(faults.All);
            return 0;
        });
        Assert.Equal(1, await hub.Scalar<int>("select number from v_course"));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from courses_version"));
    }

    [Theory, BothDatabases]
    public async Task An_import_that_dies_half_way_leaves_nothing_half_done(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await new SampleCourse().Import(hub);
        var changed = new SampleCourse { ["questions.yaml"] = "questions: []\n" }.Replacing("lessons/02-how.en.md", "Twenty", "Thirty");
        await hub.In(async s =>
        {
            var versions = ActivatorUtilities.CreateInstance<CourseVersions>(s, (object)(IContentPart[])[new DyingPart()]);
            var import = ActivatorUtilities.CreateInstance<ImportContent>(s, versions, new CheckContent([new DyingPart()]));
            await Assert.ThrowsAsync<IOException>(() => import.Handle(changed.Folder, new Faults(), default));
            return 0;
        });
        foreach (var table in (string[])["courses_version", "courses_clause"]) Assert.Equal(1, await hub.Scalar<long>($"select count(*) from {table}"));
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from courses_lesson"));
        Assert.Equal(1, await hub.Scalar<int>("select number from v_course"));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from platform_event where kind = 'CoursePublished'"));
    }

    private sealed class DyingPart : IContentPart
    {
        public string FileName => "questions.yaml";

        public void Check(ContentFolder folder, Faults faults) => Assert.Contains("WSH-01", folder.Clauses);

        public Task<bool> Import(ContentFolder folder, long courseId, long versionId, CancellationToken ct) => throw new IOException("The power went out.");

        public Task<string?> Export(long courseId, CancellationToken ct) => Task.FromResult<string?>(null);
    }

    [Theory, BothDatabases]
    public async Task Two_imports_at_once_make_one_version(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var kinds = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () => (await new SampleCourse().Import(hub)).Kind)));
        Assert.Single(kinds, ImportKind.Published);
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from courses_version"));
    }

    [Fact]
    public async Task The_standard_modules_are_imported_at_start_and_have_no_fault()
    {
        await using var hub = await TestHub.Start(withContent: true);
        Assert.Equal(["5s", "greetings", "grooming", "hotel-rooms", "property-desk", "writing-standards"], await hub.Rows<string>("select slug from v_course order by slug"));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from (select c.slug from v_course c left join v_course_lesson l on l.version_id = c.version_id group by c.slug having count(l.id) < 5) few"));
    }
}
