using System.Text;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Tests.Quizzes.Kinds;

public sealed class PhotoFileTests
{
    private static string Latin(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    [Fact]
    public void Place_device_comment_and_what_follows_the_end_leave_a_JPEG_and_the_picture_stays()
    {
        var clean = PhotoFile.Clean(Photos.Jpeg()).Value!;
        Assert.Equal(("image/jpeg", 4, 3), (clean.Type, clean.Width, clean.Height));
        foreach (var trace in new[] { "GPS", "PhoneMaker", "comment", "moving" }) Assert.DoesNotContain(trace, Latin(clean.Bytes), StringComparison.Ordinal);
        Assert.Contains("JFIF", Latin(clean.Bytes), StringComparison.Ordinal);
        Assert.EndsWith(Latin([.. Photos.Scan, 0xFF, 0xD9]), Latin(clean.Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void Which_way_is_up_is_kept_and_cleaning_twice_changes_nothing()
    {
        var clean = PhotoFile.Clean(Photos.Jpeg(orientation: 6)).Value!.Bytes;
        Assert.Contains(Latin([.. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6]), Latin(clean), StringComparison.Ordinal);
        Assert.Equal(clean, PhotoFile.Clean(clean).Value!.Bytes);
        Assert.DoesNotContain("Exif", Latin(PhotoFile.Clean(Photos.Jpeg(orientation: 1)).Value!.Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_leave_a_PNG()
    {
        var clean = PhotoFile.Clean(Photos.Png()).Value!;
        Assert.Equal(("image/png", 4, 3), (clean.Type, clean.Width, clean.Height));
        Assert.DoesNotContain("Shanghai", Latin(clean.Bytes), StringComparison.Ordinal);
        Assert.Equal(clean.Bytes, PhotoFile.Clean(clean.Bytes).Value!.Bytes);
    }

    [Fact]
    public void What_is_no_photo_is_refused_whatever_it_is_called()
    {
        Assert.Contains("not a JPEG or PNG", $"{PhotoFile.Clean(Encoding.UTF8.GetBytes("<svg xmlns='http://www.w3.org/2000/svg'/>")).Problem}", StringComparison.Ordinal);
        Assert.Contains("not a JPEG or PNG", $"{PhotoFile.Clean([]).Problem}", StringComparison.Ordinal);
        Assert.Contains("too many pixels", $"{PhotoFile.Clean(Photos.Jpeg(60_000, 60_000)).Problem}", StringComparison.Ordinal);
        Assert.Contains("larger than 10 MB", $"{PhotoFile.Clean(new byte[PhotoFile.MostBytes + 1]).Problem}", StringComparison.Ordinal);
    }

    /// <summary>Cut off anywhere, or with any byte of its structure broken, a file is refused or taken; it never throws and never lets the notes through.</summary>
    [Fact]
    public void Damaged_files_never_throw()
    {
        foreach (var whole in new[] { Photos.Jpeg(), Photos.Png() })
        {
            for (var length = 0; length < whole.Length; length++) PhotoFile.Clean(whole[..length]);
            for (var at = 0; at < whole.Length; at++)
            {
                var broken = whole.ToArray();
                broken[at] ^= 0xFF;
                PhotoFile.Clean(broken);
            }
        }
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(6, true)]
    [InlineData(8, true)]
    public void A_quarter_turn_is_known_of_what_was_cleaned(byte orientation, bool isTurned) =>
        Assert.Equal(isTurned, CleanJpeg.IsQuarterTurned(PhotoFile.Clean(Photos.Jpeg(orientation: orientation)).Value!.Bytes));
}
