using System.Text.RegularExpressions;
using ElasticGrains.Cli.Tests.Support;
using ElasticGrains.Client;
using ElasticGrains.Silo;

namespace ElasticGrains.Cli.Tests.Containers;

/// <summary>What must be true of the Compose file, beyond its form.</summary>
internal static partial class ComposeRules
{
    private const string Prefix = ClusterSettings.Section + "__";
    private const string Mount = "/run/secrets/";

    // Read by eg itself, beside the silo's settings.
    private const string HealthUrls = "HealthUrls";

    // A host waits for so long until its services have stopped.
    private static readonly TimeSpan HostStop = TimeSpan.FromSeconds(30);

    public static IEnumerable<string> Findings(ComposeFile compose) =>
        compose.Services.SelectMany(service => Of(compose, service.Value).Select(finding => $"{service.Key}: {finding}")).Concat(Secrets(compose));

    /// <summary>The Dockerfile of a service that is built here.</summary>
    public static Dockerfile? DockerfileOf(ComposeService service) =>
        service.Build is { } build && Path.Combine(Repository.Root, build.Context, build.Dockerfile) is var path && File.Exists(path)
            ? Dockerfile.Parse(File.ReadAllText(path))
            : null;

    private static IEnumerable<string> Of(ComposeFile compose, ComposeService service) =>
        [.. Image(service), .. Confinement(service), .. Settings(service), .. Uses(compose, service), .. Reach(compose, service), .. Health(compose, service)];

    private static IEnumerable<string> Image(ComposeService service)
    {
        if (service.Build is not { } build)
        {
            return service.Image is { } image && Pinned().IsMatch(image) ? [] : [$"the image {service.Image} has no version."];
        }

        return File.Exists(Path.Combine(Repository.Root, build.Context, build.Dockerfile)) ? [] : [$"{build.Dockerfile} is not there."];
    }

    private static IEnumerable<string> Confinement(ComposeService service)
    {
        var from = Base(service);
        (bool Holds, string Else)[] rules =
        [
            (service.User is { Length: > 0 } and not "root" and not ['0', ..], "runs as root."),
            (from is null || !from.Environment.TryGetValue("APP_UID", out var user) || service.User.Split(':')[0] == user, "runs as another user than its image."),
            (service.ReadOnly, "may write into its image."),
            (service.Tmpfs.Contains("/tmp"), "has no /tmp."),
            (service.CapDrop is ["ALL"], "keeps capabilities."),
            (service.SecurityOpt.Contains("no-new-privileges:true"), "may gain privileges."),
            (service.Restart == "unless-stopped", "stays down after a crash."),
            (service.StopGracePeriod.Length > 0 && service.Grace > HostStop, "is killed before it can stop."),
        ];
        return rules.Where(rule => !rule.Holds).Select(rule => rule.Else);
    }

    private static IEnumerable<string> Settings(ComposeService service)
    {
        var isSilo = service.Build is { } build && build.Dockerfile.Contains("ElasticGrains.Cli");
        var known = (isSilo ? typeof(SiloSettings) : typeof(ClusterSettings)).GetProperties().Where(property => property.CanWrite).Select(property => property.Name).ToHashSet();
        foreach (var (key, value) in service.Environment)
        {
            if (key.StartsWith(Prefix) && !known.Contains(key[Prefix.Length..]) && !(isSilo && key[Prefix.Length..] == HealthUrls))
            {
                yield return $"{key} is no setting.";
            }

            if (SecretName().IsMatch(key) && !value.StartsWith(Mount))
            {
                yield return $"{key} is not kept in a secret.";
            }

            if (Password().IsMatch(value))
            {
                yield return $"{key} holds a password.";
            }

            if (value.StartsWith(Mount) && !service.Secrets.Contains(value[Mount.Length..]))
            {
                yield return $"{key} names a secret that it is not given.";
            }
        }
    }

    private static IEnumerable<string> Uses(ComposeFile compose, ComposeService service) =>
    [
        .. service.Secrets.Except(compose.Secrets.Keys).Select(name => $"the secret {name} is not declared."),
        .. service.Networks.Except(compose.Networks.Keys).Select(name => $"the network {name} is not declared."),
        .. service.Volumes.Select(volume => volume.Split(':')[0]).Except(compose.Volumes.Keys).Select(name => $"the volume {name} is not declared."),
    ];

    private static IEnumerable<string> Reach(ComposeFile compose, ComposeService service)
    {
        foreach (var port in service.Ports.Where(port => !port.StartsWith("127.0.0.1:")))
        {
            yield return $"the port {port} is open to other machines.";
        }

        if (service.Networks.Count == 0 || (service.Ports.Count == 0 && service.Networks.Any(name => compose.Networks.GetValueOrDefault(name) is not { Internal: true })))
        {
            yield return "is on a network that leads outside, and publishes nothing.";
        }
    }

    private static IEnumerable<string> Health(ComposeFile compose, ComposeService service)
    {
        if (service.Healthcheck is not { Test: ["CMD", var program, ..] })
        {
            yield return "has no health check without a shell.";
        }
        else if (Base(service) is { } from && !from.Programs.Contains(program))
        {
            yield return $"{program} is not in its image.";
        }

        foreach (var (name, _) in service.DependsOn.Where(other => !compose.Services.ContainsKey(other.Key) || other.Value.Condition != "service_healthy"))
        {
            yield return $"does not wait until {name} is healthy.";
        }
    }

    private static IEnumerable<string> Secrets(ComposeFile compose)
    {
        var ignored = File.ReadAllLines(Path.Combine(Repository.Root, ".gitignore"));
        foreach (var (name, secret) in compose.Secrets)
        {
            if (!secret.File.StartsWith("./secrets/") || !ignored.Contains("secrets/"))
            {
                yield return $"the secret {name} could be committed.";
            }

            if (!compose.Services.Values.Any(service => service.Secrets.Contains(name)))
            {
                yield return $"the secret {name} is for nobody.";
            }
        }
    }

    private static BaseImage? Base(ComposeService service)
    {
        var name = service.Build is null ? service.Image : DockerfileOf(service)?.Last.Base;
        return name is not null && Pinned().IsMatch(name) ? BaseImage.Of(name) : null;
    }

    [GeneratedRegex(@":[0-9]+(\.[0-9]+)*(-[a-z0-9-]+)?$")]
    private static partial Regex Pinned();

    [GeneratedRegex("password|token|secret", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex(@"(password|pwd)\s*=", RegexOptions.IgnoreCase)]
    private static partial Regex Password();
}
