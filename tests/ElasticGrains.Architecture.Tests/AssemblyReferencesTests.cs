namespace ElasticGrains.Architecture.Tests;

public sealed class AssemblyReferencesTests
{
    [Theory]
    [InlineData("ElasticGrains.Engine")]
    [InlineData("ElasticGrains.Kernels")]
    public void PureRoom_AsCompiled_NeedsNoOrleansAndNoProvider(string room) => Assert.Empty(AssemblyReferences.Impure(Of(room)));

    // Abstractions does need Orleans: the reading and the judgement can find it.
    [Fact]
    public void Abstractions_AsCompiled_IsFoundToNeedOrleans() => Assert.Contains("Orleans.Core.Abstractions", AssemblyReferences.Impure(Of("ElasticGrains.Abstractions")));

    [Theory]
    [InlineData("Npgsql")]
    [InlineData("Microsoft.Data.Sqlite")]
    [InlineData("SQLitePCLRaw.core")]
    [InlineData("Microsoft.Extensions.Logging.Abstractions")]
    public void Provider_AmongReferences_IsFound(string name) => Assert.Equal([name], AssemblyReferences.Impure(["System.Runtime", name, "OrleansLike"]));

    private static IReadOnlyList<string> Of(string room) => AssemblyReferences.Of(Path.Combine(AppContext.BaseDirectory, room + ".dll"));
}
