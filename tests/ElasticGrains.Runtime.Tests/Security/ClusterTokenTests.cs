using ElasticGrains.Security;

namespace ElasticGrains.Runtime.Tests.Security;

public class ClusterTokenTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ClusterToken _token = new(ClusterToken.Fresh());

    [Theory]
    [InlineData("job/a", "submit", 0, true)]
    [InlineData("job/a", "submit", 14, true)]
    [InlineData("job/a", "submit", -14, true)]
    [InlineData("job/a", "submit", 16, false)]
    [InlineData("job/a", "submit", -16, false)]
    [InlineData("job/b", "submit", 0, false)]
    [InlineData("job/a", "cancel", 0, false)]
    [InlineData("job/as", "ubmit", 0, false)]
    public void Verify_ByTargetMethodAndMinutesSince_IsTrueForTheSignedRequestAlone(string target, string method, int minutes, bool isValid)
    {
        var signature = _token.Sign("job/a", "submit", Now);

        Assert.Equal(isValid, _token.Verify(signature, target, method, Now.AddMinutes(minutes)));
    }

    [Fact]
    public void Verify_AnyByteOfTheSignatureChanged_IsFalse()
    {
        var signature = _token.Sign("job/a", "submit", Now);
        for (var at = 0; at < signature.Length; at++)
        {
            signature[at] ^= 1;
            Assert.False(_token.Verify(signature, "job/a", "submit", Now), $"byte {at}");
            signature[at] ^= 1;
        }

        Assert.True(_token.Verify(signature, "job/a", "submit", Now));
        Assert.False(_token.Verify(signature.AsSpan(1), "job/a", "submit", Now));
        Assert.False(_token.Verify([], "job/a", "submit", Now));
    }

    [Fact]
    public void Verify_SignedWithAnotherToken_IsFalse() =>
        Assert.False(_token.Verify(new ClusterToken(ClusterToken.Fresh()).Sign("job/a", "submit", Now), "job/a", "submit", Now));

    [Fact]
    public void ProtocolOf_ASignedRequest_IsThatOfItsSigner()
    {
        Assert.Equal(GridProtocol.Version, ClusterToken.ProtocolOf(_token.Sign("job/a", "submit", Now)));
        Assert.Equal(7, ClusterToken.ProtocolOf(_token.Sign("job/a", "submit", Now, protocol: 7)));
        Assert.Equal(0, ClusterToken.ProtocolOf([]));
    }

    [Fact]
    public void Token_TooShort_IsRefusedAndNotRepeated()
    {
        var error = Assert.Throws<ArgumentException>(() => new ClusterToken("hunter2"));
        Assert.Contains("at least 32 characters", error.Message);
        Assert.DoesNotContain("hunter2", error.Message);
    }
}
