using ElasticGrains.Cli.Tests.Support;
using YamlDotNet.Core;

namespace ElasticGrains.Cli.Tests.Containers;

/// <summary>docker-compose.yml says what it should, and a change for the worse is found.</summary>
public sealed class ComposeTests
{
    [Fact]
    public void Compose_OfThisRepository_HasNoFindings() => Assert.Empty(ComposeRules.Findings(ComposeFile.Parse(Text())));

    [Theory]
    [InlineData("image: postgres:17", "image: postgres", "database: the image postgres has no version.")]
    [InlineData("image: postgres:17", "image: postgres:latest", "database: the image postgres:latest has no version.")]
    [InlineData("user: postgres", "user: root", "database: runs as root.")]
    [InlineData("user: postgres", "user: \"0:0\"", "database: runs as root.")]
    [InlineData("    user: postgres\n", "", "database: runs as root.")]
    [InlineData("read_only: true", "read_only: false", "web: may write into its image.")]
    [InlineData("cap_drop: [ALL]", "cap_drop: [NET_RAW]", "web: keeps capabilities.")]
    [InlineData("  security_opt: [\"no-new-privileges:true\"]\n", "", "web: may gain privileges.")]
    [InlineData("  restart: unless-stopped\n", "", "web: stays down after a crash.")]
    [InlineData("tmpfs: [/tmp, ", "tmpfs: [", "database: has no /tmp.")]
    [InlineData("stop_grace_period: 60s", "stop_grace_period: 10s", "database: is killed before it can stop.")]
    [InlineData("ElasticGrains__Slots", "ElasticGrains__Slot", "silo: ElasticGrains__Slot is no setting.")]
    [InlineData("    environment:\n      <<: *cluster\n    secrets", "    environment:\n      ElasticGrains__Slots: \"1\"\n    secrets", "web: ElasticGrains__Slots is no setting.")]
    [InlineData("/run/secrets/cluster_token", "abc", "silo: ElasticGrains__TokenFile is not kept in a secret.")]
    [InlineData("POSTGRES_PASSWORD_FILE: /run/secrets/database_password", "POSTGRES_PASSWORD: abc", "database: POSTGRES_PASSWORD is not kept in a secret.")]
    [InlineData("Username=elasticgrains", "Username=elasticgrains;Password=abc", "silo: ElasticGrains__ConnectionString holds a password.")]
    [InlineData("secrets: [database_password]", "secrets: []", "database: POSTGRES_PASSWORD_FILE names a secret that it is not given.")]
    [InlineData("  database_password:\n    file", "  database_passwort:\n    file", "database: the secret database_password is not declared.")]
    [InlineData("  database_password:\n    file", "  database_passwort:\n    file", "the secret database_passwort is for nobody.")]
    [InlineData("file: ./secrets/cluster_token", "file: ./cluster_token", "the secret cluster_token could be committed.")]
    [InlineData("networks: [grid, front]", "networks: [grid, back]", "web: the network back is not declared.")]
    [InlineData("\"database:/var", "\"data:/var", "database: the volume data is not declared.")]
    [InlineData("127.0.0.1:8080:8080", "8080:8080", "web: the port 8080:8080 is open to other machines.")]
    [InlineData("127.0.0.1:8080:8080", "0.0.0.0:8080:8080", "web: the port 0.0.0.0:8080:8080 is open to other machines.")]
    [InlineData("internal: true", "internal: false", "silo: is on a network that leads outside, and publishes nothing.")]
    [InlineData("CMD, dotnet, ", "CMD, curl, ", "silo: curl is not in its image.")]
    [InlineData("CMD, pg_isready", "CMD-SHELL, pg_isready", "database: has no health check without a shell.")]
    [InlineData("database:\n        condition: service_healthy", "database:\n        condition: service_started", "silo: does not wait until database is healthy.")]
    [InlineData("dockerfile: docs/samples/GridWeb/Dockerfile", "dockerfile: docs/samples/HelloGrid/Dockerfile", "web: docs/samples/HelloGrid/Dockerfile is not there.")]
    public void Compose_ChangedForTheWorse_IsFound(string from, string to, string finding)
    {
        var text = Text();
        Assert.Contains(from, text);
        Assert.Contains(finding, ComposeRules.Findings(ComposeFile.Parse(text.Replace(from, to))));
    }

    [Theory]
    [InlineData("read_only:", "readonly:")]
    [InlineData("stop_grace_period:", "stop_grace:")]
    [InlineData("x-cluster:", "x-clusters:")]
    public void Compose_WithAKeyMisspelt_IsRefused(string from, string to) => Assert.ThrowsAny<YamlException>(() => ComposeFile.Parse(Text().Replace(from, to)));

    [Fact]
    public void Compose_OfThisRepository_StartsThreeSilos() => Assert.Equal(3, ComposeFile.Parse(Text()).Services["silo"].Deploy!.Replicas);

    private static string Text() => File.ReadAllText(Path.Combine(Repository.Root, "docker-compose.yml"));
}
