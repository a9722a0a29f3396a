using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace ElasticGrains.Cli.Tests.Containers;

/// <summary>The part of a Compose file that this repository uses; a key that is not here is refused. Keys with <c>x-</c> only name parts.</summary>
internal sealed class ComposeFile
{
    public string Name { get; set; } = "";

    [YamlMember(Alias = "x-confined", ApplyNamingConventions = false)]
    public object? Confined { get; set; }

    [YamlMember(Alias = "x-cluster", ApplyNamingConventions = false)]
    public object? Cluster { get; set; }

    public Dictionary<string, ComposeService> Services { get; set; } = [];

    public Dictionary<string, ComposeNetwork?> Networks { get; set; } = [];

    public Dictionary<string, object?> Volumes { get; set; } = [];

    public Dictionary<string, ComposeSecret> Secrets { get; set; } = [];

    public static ComposeFile Parse(string text) => new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build()
        .Deserialize<ComposeFile>(new MergingParser(new Parser(new StringReader(text))));
}

internal sealed class ComposeService
{
    public string? Image { get; set; }

    public ComposeBuild? Build { get; set; }

    public string User { get; set; } = "";

    public bool ReadOnly { get; set; }

    public List<string> CapDrop { get; set; } = [];

    public List<string> SecurityOpt { get; set; } = [];

    public string Restart { get; set; } = "";

    public List<string> Tmpfs { get; set; } = [];

    public string? ShmSize { get; set; }

    public Dictionary<string, string> Environment { get; set; } = [];

    public List<string> Secrets { get; set; } = [];

    public List<string> Volumes { get; set; } = [];

    public List<string> Networks { get; set; } = [];

    public List<string> Ports { get; set; } = [];

    public ComposeDeploy? Deploy { get; set; }

    public Dictionary<string, ComposeDependency> DependsOn { get; set; } = [];

    public ComposeHealthcheck? Healthcheck { get; set; }

    public string StopGracePeriod { get; set; } = "";

    public TimeSpan Grace => TimeSpan.FromSeconds(int.Parse(StopGracePeriod.TrimEnd('s')));
}

internal sealed class ComposeBuild
{
    public string Context { get; set; } = "";

    public string Dockerfile { get; set; } = "";
}

internal sealed class ComposeDeploy
{
    public int Replicas { get; set; }
}

internal sealed class ComposeDependency
{
    public string Condition { get; set; } = "";
}

internal sealed class ComposeHealthcheck
{
    public List<string> Test { get; set; } = [];

    public string Interval { get; set; } = "";

    public string Timeout { get; set; } = "";

    public int Retries { get; set; }

    public string StartPeriod { get; set; } = "";

    public string StartInterval { get; set; } = "";

    /// <summary>The command, as the container gets it: a doubled dollar is one.</summary>
    public IEnumerable<string> Command => Test.Skip(1).Select(part => part.Replace("$$", "$"));
}

internal sealed class ComposeNetwork
{
    public bool Internal { get; set; }
}

internal sealed class ComposeSecret
{
    public string File { get; set; } = "";
}
