using System.Net;
using TrainingHub.Modules.Quizzes.Exams;

namespace TrainingHub.Tests.Quizzes.Exams;

/// <summary>Networks as trainers write them.</summary>
public sealed class ExamNetworkTests
{
    [Theory]
    [InlineData("192.168.10.0/24", "192.168.10.77", true)]
    [InlineData("192.168.10.0/24", "192.168.11.1", false)]
    [InlineData("192.168.10.0/24", "::ffff:192.168.10.77", true)] // IPv4 through an IPv6 socket
    [InlineData("::ffff:192.168.10.0/120", "192.168.10.77", true)]
    [InlineData("10.1.2.3", "10.1.2.3", true)]
    [InlineData("10.1.2.3", "10.1.2.4", false)]
    [InlineData("0.0.0.0/0", "203.0.113.9", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("2001:db8:10::/48", "2001:db8:10:5::1", true)]
    [InlineData("2001:db8:10::/48", "2001:db8:11::1", false)]
    [InlineData("fe80::/10", "fe80::1%3", true)]
    [InlineData("::1", "::1", true)]
    public void An_address_is_in_a_network_or_not(string network, string address, bool isIn)
    {
        Assert.Null(ExamNetworks.Fault(network));
        Assert.Equal(isIn, ExamNetworks.Contain([network], IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("here", "is no network")]
    [InlineData("10", "is no network")] // the framework would read 0.0.0.10
    [InlineData("10.1", "is no network")]
    [InlineData("192.168.010.0/24", "is no network")]
    [InlineData("192.168.10.0/24/1", "is no network")]
    [InlineData("fe80::1%eth0", "is no network")]
    [InlineData("192.168.10.0/33", "from 0 to 32")]
    [InlineData("192.168.10.0/", "from 0 to 32")]
    [InlineData("192.168.10.0/-1", "from 0 to 32")]
    [InlineData("2001:db8::/129", "from 0 to 128")]
    [InlineData("::ffff:10.0.0.0/8", "from 96 to 128")]
    [InlineData("192.168.10.5/24", "Write the network as 192.168.10.0/24")]
    [InlineData("2001:db8:10::7/48", "Write the network as 2001:db8:10::/48")]
    public void What_can_t_be_used_is_said_with_what_to_write_instead(string network, string said) => Assert.Contains(said, ExamNetworks.Fault(network)?.ToString(), StringComparison.Ordinal);

    [Fact]
    public void Where_the_connection_has_no_address_it_is_in_no_network() => Assert.False(ExamNetworks.Contain(["0.0.0.0/0", "::/0"], null));

    [Theory]
    [InlineData("7k3 m9q", true)]
    [InlineData(" 7K3-M9Q ", true)]
    [InlineData("７Ｋ３　Ｍ９Ｑ", true)] // typed with a Chinese keyboard
    [InlineData("7K3M9", false)]
    [InlineData("", false)]
    [InlineData("7K3M9Q7", false)]
    public void A_code_is_the_same_however_it_is_typed(string typed, bool isSame) => Assert.Equal(isSame, ExamCode.IsSame("7K3M9Q", typed));
}
