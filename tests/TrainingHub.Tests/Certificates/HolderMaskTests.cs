using TrainingHub.Modules.Certificates.Verification;

namespace TrainingHub.Tests.Certificates;

public sealed class HolderMaskTests
{
    [Theory]
    [InlineData("李伟", "李**")]
    [InlineData("王小明", "王**")]
    [InlineData("欧阳明静", "欧阳**")]
    [InlineData("诸葛亮", "诸葛**")]
    [InlineData("司马", "司**")] // two characters: a surname of one and a given name
    [InlineData("迪丽热巴·迪力木拉提", "迪**")]
    [InlineData("𠮷野家", "𠮷**")] // outside the first plane, two UTF-16 units
    [InlineData("李伟 (Li Wei)", "李**")]
    [InlineData("李伟（餐饮部）", "李**")]
    [InlineData("Anna Müller", "Anna M.")]
    [InlineData("Anna Maria von der Leyen", "Anna L.")]
    [InlineData("Müller, Anna", "Anna M.")]
    [InlineData("  anna   müller ", "anna M.")]
    [InlineData("Sara O’Connor-Núñez", "Sara O.")]
    [InlineData("Anne-Marie Ørsted", "Anne-Marie Ø.")]
    [InlineData("Иван Петров", "Иван П.")]
    [InlineData("Sukarno", "S**")]
    [InlineData("山田 太郎", "山**")]
    [InlineData("สมชาย ใจดี", "ส**")]
    [InlineData("Ａｎｎａ Ｍüller", "Anna M.")]
    [InlineData(" ", "**")]
    [InlineData("·", "**")]
    public void Only_as_much_of_a_name_is_shown_as_its_holder_is_recognised_by(string name, string masked) => Assert.Equal(masked, HolderMask.Of(name));
}
