using ElasticGrains.Security;
using static System.IO.UnixFileMode;

namespace ElasticGrains.Cluster.Tests.Settings;

public sealed class SecretFileTests
{
    private const UnixFileMode ForOwner = UserRead | UserWrite;
    private const UnixFileMode ForAll = UserRead | GroupRead | OtherRead;

    [Theory]
    [InlineData("/etc/eg/token", ForOwner, false)]
    [InlineData("/etc/eg/token", UserRead, false)]
    [InlineData("/etc/eg/token", ForOwner | GroupRead, true)]
    [InlineData("/etc/eg/token", ForAll, true)]
    [InlineData("/run/secrets/token", ForOwner, false)]
    [InlineData("/run/secrets/token", ForAll, false)]
    [InlineData("/var/run/secrets/eg/token", ForAll | UserWrite, false)]
    [InlineData("/run/secrets/token", ForAll | GroupWrite, true)]
    [InlineData("/run/secrets/token", ForAll | OtherWrite, true)]
    [InlineData("/run/secrets/../token", ForAll, true)]
    [InlineData("/run/secrets-of-mine/token", ForAll, true)]
    [InlineData("run/secrets/token", ForAll, true)]
    public void Secret_OfAMode_IsOpenWhereOthersCanUseIt(string file, UnixFileMode mode, bool open)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(open, SecretFile.IsOpen(file, mode));
        }
    }
}
