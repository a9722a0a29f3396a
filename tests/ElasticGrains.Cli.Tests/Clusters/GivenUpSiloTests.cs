using System.Globalization;
using ElasticGrains.Cli.Clusters;
using ElasticGrains.Cli.Tests.Support;
using ElasticGrains.Tests.Shared;

namespace ElasticGrains.Cli.Tests.Clusters;

/// <summary><c>eg up</c> with silos that the others give up though they live.</summary>
public sealed class GivenUpSiloTests() : RunningCluster(3, "--silos", "3", "--slots", "1")
{
    [LinuxFact("it stops a process with a signal")]
    public async Task Up_ASiloThatStoodStillIsGivenUp_AnotherIsStartedInItsPlace()
    {
        var processId = (await SilosAsync())[0].GetProperty("processId").GetInt32();
        ProcessSignal.Send("STOP", processId);
        await SilosAreAsync(2);
        ProcessSignal.Send("CONT", processId);

        await Up.HasSaidAsync(string.Create(CultureInfo.InvariantCulture, $"(pid {processId}) was ended by signal 6: it stood still or was cut off for so long that the other silos had given it up"));
        await Up.HasSaidAsync("silo-4 (pid ");
        await SilosAreAsync(3);
    }
}
