using System.Globalization;
using ElasticGrains.Cli.Clusters;
using ElasticGrains.Cli.Tests.Support;
using ElasticGrains.Tests.Shared;

namespace ElasticGrains.Cli.Tests.Clusters;

/// <summary>What <c>eg up</c> leaves behind: nothing that runs.</summary>
public sealed class UpTests
{
    [LinuxFact("elsewhere a directory in use cannot be deleted")]
    public async Task Up_WhoseDirectoryIsDeleted_StopsWhatItStarted()
    {
        using var scratch = new Scratch();
        var database = DevelopmentDatabase.DirectoryOf(Path.Combine(scratch.Directory, ".eg", "cluster"));
        await using var up = Eg.Start(scratch, "up", "--silos", "1", "--slots", "1");
        try
        {
            int[] silos = [];
            await Eventually.HoldsAsync(
                async () =>
                {
                    Assert.False(up.HasEnded, "eg up has ended");
                    var listed = await Eg.RunAsync(scratch, "silo", "list", "-o", "json");
                    silos = listed.ExitCode == 0
                        ? [.. listed.Json.EnumerateArray().Where(silo => silo.GetProperty("status").GetString() == "active").Select(silo => silo.GetProperty("processId").GetInt32())]
                        : [];
                    return silos.Length == 1;
                },
                "the silo is active");
            var server = int.Parse(File.ReadLines(Path.Combine(database, "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture);
            Assert.True(Runs(silos[0]) && Runs(server));

            // The database may lie elsewhere; both are gone, and with them the directory in which the command runs.
            Directory.Delete(scratch.Directory, recursive: true);
            if (Directory.Exists(database))
            {
                Directory.Delete(database, recursive: true);
            }

            await up.SignalAsync("TERM");
            var ended = await up.WaitAsync();

            Assert.False(Runs(silos[0]), $"the silo runs; eg said: {ended.Error}");
            Assert.False(Runs(server), $"PostgreSQL runs; eg said: {ended.Error}");
            Assert.Equal(0, ended.ExitCode);
        }
        finally
        {
            Directory.CreateDirectory(scratch.Directory);
        }
    }

    // A process that nobody has asked for its end is still in the table.
    private static bool Runs(int process)
    {
        var stat = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat");
        return File.Exists(stat) && File.ReadAllText(stat) is var line && line[(line.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
    }
}
