using ElasticGrains.Client;
using Npgsql;

namespace ElasticGrains.Cluster.Tests.Settings;

public sealed class ClusterSettingsTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("eg-settings-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("hunter2")]
    [InlineData("hunter2\n")]
    [InlineData("with;semi='colon\r\n")]
    public void ConnectionString_WithAPasswordFile_HasItsPassword(string content)
    {
        var settings = Settings("Host=database;Username=grid", Secret(content));
        settings.Check();
        var connection = new NpgsqlConnectionStringBuilder(settings.ReadConnectionString());
        Assert.Equal(content.Trim(), connection.Password);
        Assert.Equal("database", connection.Host);
        Assert.Equal("grid", connection.Username);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void ConnectionString_WithoutAPasswordFile_IsAsConfigured(string? file) =>
        Assert.Equal("hunter2", new NpgsqlConnectionStringBuilder(Settings("Host=database;Password=hunter2", file).ReadConnectionString()).Password);

    [Theory]
    [InlineData(1023, false)]
    [InlineData(1024, true)]
    [InlineData(16 << 20, true)]
    [InlineData((16 << 20) + 1, false)]
    public void Check_OfALimitOfInputs_HasBounds(int bytes, bool isRight)
    {
        var settings = Settings("Host=database", null);
        settings.MaxInputBytes = bytes;
        var error = Record.Exception(settings.Check);
        Assert.Equal(isRight, error is null);
        Assert.True(isRight || error!.Message.Contains($"MaxInputBytes is {bytes}; it must be between 1024 and 16777216.", StringComparison.Ordinal));
    }

    [Fact]
    public void Check_OfTwoPasswords_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(Settings("Host=database;Password=hunter2", Secret("hunter3")).Check);
        Assert.Contains("PasswordFile and ConnectionString both have a password", error.Message);
        Assert.DoesNotContain("hunter", error.Message);
    }

    [Fact]
    public void ConnectionString_WithAMissingPasswordFile_SaysWhich()
    {
        var error = Assert.Throws<ArgumentException>(Settings("Host=database", Path.Combine(_directory.FullName, "gone")).ReadConnectionString);
        Assert.Contains("password file", error.Message);
        Assert.Contains("gone does not exist", error.Message);
    }

    [Fact]
    public void ConnectionString_WithAPasswordFileForAll_IsRefused()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var file = Secret("hunter2");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Contains("chmod 600", Assert.Throws<ArgumentException>(Settings("Host=database", file).ReadConnectionString).Message);
    }

    private static ClusterSettings Settings(string connectionString, string? passwordFile) =>
        new() { ConnectionString = connectionString, PasswordFile = passwordFile, Token = new string('a', 64) };

    private string Secret(string content)
    {
        var path = Path.Combine(_directory.FullName, "password");
        File.WriteAllText(path, content);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return path;
    }
}
