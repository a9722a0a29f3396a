using System.Text;
using System.Text.Json;
using ElasticGrains.Cluster.Tests.Support;
using ElasticGrains.Jobs;

namespace ElasticGrains.Cluster.Tests;

/// <summary>What a user gets who has the packages, and not this repository.</summary>
public sealed class PackageTests(PackedPackages packages) : IClassFixture<PackedPackages>
{
    private static readonly string[] Expected =
    [
        "ElasticGrains.Abstractions", "ElasticGrains.Accelerators", "ElasticGrains.Cli", "ElasticGrains.Client", "ElasticGrains.Embedded", "ElasticGrains.Engine",
        "ElasticGrains.Kernels", "ElasticGrains.Runtime", "ElasticGrains.S3", "ElasticGrains.Silo", "ElasticGrains.Storage", "ElasticGrains.Testing",
    ];

    [Fact]
    public void Pack_OfTheSolution_MakesTheLibrariesAndTheTool()
    {
        Assert.Equal(Expected, packages.Ids);
        Assert.All(Expected, id =>
        {
            Assert.True(packages.HasSymbols(id), id);
            Assert.Equal("README.md", packages.MetadataOf(id, "readme"));
            Assert.NotEqual("Package Description", packages.MetadataOf(id, "description"));
        });
        Assert.Equal(Expected.Length, Expected.Select(id => packages.MetadataOf(id, "description")).Distinct().Count());
    }

    [Fact]
    public async Task Silo_OfAUsersOwnProgram_RunsItsKernel()
    {
        var program = await packages.BuildAsync("MyGrid");
        await using var cluster = await TestCluster.StartAsync(silos: 0);
        await cluster.AddSilosAsync(2, program);
        using var browser = new HttpClient { BaseAddress = await cluster.Silos[0].ListensAsync() };
        Assert.Equal("Healthy", await browser.GetStringAsync("/healthz"));
        Assert.Equal("Healthy", await browser.GetStringAsync("/readyz"));

        await using var client = await cluster.ConnectAsync();
        await client.Grid.SubmitAsync(new JobSpec { Id = "primes", Kernel = "primes", KernelVersion = 1, Input = Encoding.UTF8.GetBytes("1000000") });

        // Sequence A006880 of the On-Line Encyclopedia of Integer Sequences.
        Assert.Equal(78_498, (await client.Grid.Attach<JsonElement>("primes").ResultAsync()).GetInt64());
        await cluster.VerifyAsync();
    }

    [Fact]
    public async Task Tests_OfAUsersOwnKernel_RunWithThePackage()
    {
        var tests = await packages.BuildAsync("MyKernelTests");
        var said = await DotnetCommand.RunAsync(Path.GetDirectoryName(tests)!, packages.Environment, "dotnet", "test", tests);
        Assert.Matches(@"Failed: +0, Passed: +4, Skipped: +0, Total: +4", said);
    }

    [Fact]
    public void TestingPackage_WhateverItBrings_BringsNoTestFramework() =>
        Assert.DoesNotContain(packages.DependenciesOf("ElasticGrains.Testing"), id => id.Contains("xunit", StringComparison.OrdinalIgnoreCase) || id.StartsWith("Microsoft.NET.Test", StringComparison.Ordinal));

    [Fact]
    public async Task Tool_InstalledFromItsPackage_Runs()
    {
        var eg = await packages.InstallToolAsync();
        var directory = Path.GetDirectoryName(eg)!;
        Assert.StartsWith("0.1.0", await DotnetCommand.RunAsync(directory, packages.Environment, eg, "--version"));
        Assert.Contains("wordcount", await DotnetCommand.RunAsync(directory, packages.Environment, eg, "kernel", "list"));

        // The ledger needs native code, which a package must bring for this system.
        Assert.Contains("\"succeeded\"", await DotnetCommand.RunAsync(directory, packages.Environment, eg, "run", "pi", "--samples", "1000", "-o", "json"));
    }
}
