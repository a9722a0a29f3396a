namespace ElasticGrains.Cli.Tests.Containers;

/// <summary>What the published images bring that ours are built on, as their own Dockerfiles say.</summary>
/// <param name="Environment">Variables.</param>
/// <param name="Programs">Programs on the path that ours may use.</param>
internal sealed record BaseImage(IReadOnlyDictionary<string, string> Environment, IReadOnlyList<string> Programs)
{
    private static readonly Dictionary<string, string> AspNet = new()
    {
        ["APP_UID"] = "1654",
        ["ASPNETCORE_HTTP_PORTS"] = "8080",
        ["DOTNET_RUNNING_IN_CONTAINER"] = "true",
    };

    private static readonly Dictionary<string, BaseImage> All = new()
    {
        ["mcr.microsoft.com/dotnet/sdk:10.0-noble"] = new(new Dictionary<string, string> { ["DOTNET_RUNNING_IN_CONTAINER"] = "true" }, ["sh", "bash", "dotnet"]),
        ["mcr.microsoft.com/dotnet/aspnet:10.0-noble"] = new(AspNet, ["sh", "bash", "dotnet"]),
        ["mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled"] = new(AspNet, ["dotnet"]),
        ["postgres:17"] = new(new Dictionary<string, string>(), ["sh", "bash", "pg_isready"]),
    };

    public static BaseImage Of(string name)
    {
        Assert.True(All.ContainsKey(name), $"What is in the image {name}? Say it in {nameof(BaseImage)}.");
        return All[name];
    }
}
