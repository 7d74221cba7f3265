using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Modules.Quizzes.Exchange;
using TrainingHub.Tests.Quizzes.Kinds;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes.Exchange;

public sealed class ClearUploadsTests
{
    private static async Task<string> Uploads(TestHub hub, long trainer, byte[] bytes)
    {
        var kept = await hub.As(trainer, s => s.GetRequiredService<KeepUpload>().Handle(new NewUpload("questions.csv", bytes, null, null, null, null), default));
        Assert.Null(kept.Problem);
        return (await hub.Scalar<string>("select sha256 from quizzes_upload where id = @id", new { id = kept.Value }))!;
    }

    [Theory, BothDatabases]
    public async Task Bytes_that_something_else_names_too_stay_when_the_file_is_put_away(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await hub.Quiz();
        var trainer = await hub.Person("T1", "trainer");
        var (asPicture, asFile, alone) = (await Uploads(hub, trainer, Photos.Png()), await Uploads(hub, trainer, Photos.Jpeg()), await Uploads(hub, trainer, [1, 2, 3]));
        await hub.Execute("insert into quizzes_picture(sha256, extension, created_at) values (@asPicture, 'png', @now)", new { asPicture, now = hub.Clock.GetUtcNow() });
        await hub.Execute("insert into courses_file(version_id, path, sha256) values (1, 'media/hands.jpg', @asFile)", new { asFile });
        hub.Clock.MoveTo(hub.Clock.GetUtcNow().AddDays(2));
        var again = await Uploads(hub, trainer, [4, 5, 6]);
        Assert.Null((await hub.RunJob("quizzes.clear-uploads")).Error);
        Assert.Equal([again], await hub.Rows<string>("select sha256 from quizzes_upload"));
        using var browser = await hub.SignedIn(trainer);
        Assert.Equal(Photos.Png(), await browser.GetByteArrayAsync($"/media/{asPicture}.png"));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync($"/media/{asFile}.jpg")).StatusCode);
        var blobs = hub.Services.GetRequiredService<BlobStore>();
        Assert.Null(await blobs.Get(alone, default));
        Assert.NotNull(await blobs.Get(again, default));
    }
}
