using System.Diagnostics;
using System.Globalization;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Platform.Faults;

/// <summary>The process is killed in the middle of an import: all of it is there, or nothing.</summary>
public sealed class KilledImportTests(ITestOutputHelper output) : IDisposable
{
    private const int Moments = 6;
    private const int People = 1500;

    private readonly HubProcess hub = new();

    private async Task<T> Ask<T>(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(hub.DataFolder, "traininghub.db")};Pooling=False");
        return (await connection.ExecuteScalarAsync<T>(sql))!;
    }

    [Fact]
    public async Task Of_an_import_of_people_all_are_there_or_none()
    {
        Assert.Equal(0, (await hub.Verb("jobs", "list")).Code);
        var site = await Ask<string>("select code from people_site order by id limit 1");
        var csv = new StringBuilder("name,latin_name,email,employee_number,language,hired_on,site,department,position\n");
        for (var i = 1; i <= People; i++) csv.Append(CultureInfo.InvariantCulture, $"员工{i},,,K{i},zh-CN,2026-03-01,{site},,\n");
        await File.WriteAllTextAsync(Path.Combine(hub.Folder, "people.csv"), csv.ToString());
        await Sweep(["people", "import", "people.csv"], "select count(*) from people_person where employee_number like 'K%'", People, "people_person");
    }

    [Fact]
    public async Task Of_an_import_of_a_course_the_whole_new_version_is_there_or_nothing_of_it()
    {
        Assert.Equal(0, (await hub.Verb("content", "export", "courses")).Code);
        var course = Directory.GetDirectories(Path.Combine(hub.Folder, "courses")).Order(StringComparer.Ordinal).First();
        foreach (var lesson in Directory.GetFiles(Path.Combine(course, "lessons"))) await File.AppendAllTextAsync(lesson, "\nMore.\n");
        var lessons = await Ask<int>($"select count(*) from courses_lesson l join courses_course c on c.current_version_id = l.version_id where c.slug = '{Path.GetFileName(course)}'");
        await Sweep(["content", "import", course], "select count(*) from courses_lesson where version_id = (select max(id) from courses_version) and (select number from courses_version order by id desc limit 1) > 1", lessons, "courses_version");
    }

    /// <summary>Kills the verb at moments from its first write to its end; the count must be the whole or nothing, and the next run makes it the whole.</summary>
    private async Task Sweep(string[] words, string count, int whole, string what)
    {
        var (all, none) = (0, 0);
        var empty = await File.ReadAllBytesAsync(Path.Combine(hub.DataFolder, "traininghub.db"));
        var watch = Stopwatch.StartNew();
        Assert.Equal(0, (await hub.Verb(words)).Code);
        var took = watch.Elapsed;
        Assert.Equal(whole, await Ask<int>(count));
        for (var i = 1; i <= Moments; i++)
        {
            foreach (var suffix in (string[])["-wal", "-shm"]) File.Delete(Path.Combine(hub.DataFolder, "traininghub.db" + suffix));
            await File.WriteAllBytesAsync(Path.Combine(hub.DataFolder, "traininghub.db"), empty);
            var process = hub.Begin([], words);
            await Task.Delay(took * (0.35 + 0.65 * i / Moments));
            process.Kill();
            await process.WaitForExitAsync();
            var there = await Ask<int>(count);
            Assert.True(there == 0 || there == whole, $"{there} of {whole} in {what}");
            if (there == 0) none++;
            else all++;
        }
        output.WriteLine($"{string.Join(' ', words.Take(2))}, {Moments} kills: {none} left nothing, {all} left all {whole}");
        Assert.Equal(0, (await hub.Verb(words)).Code);
        Assert.Equal(whole, await Ask<int>(count));
    }

    public void Dispose() => hub.Dispose();
}
