using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Scheduling;
using ElasticGrains.Storage.Postgres;

namespace ElasticGrains.Cli.Clusters;

/// <summary>Orders to silos, and what comes of them.</summary>
internal sealed class SiloOrders(ClusterView cluster)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>Gives the order.</summary>
    /// <returns>The silo that has it.</returns>
    /// <exception cref="EgException">There is no such silo, or it cannot have the order.</exception>
    public async Task<SiloView> GiveAsync(string name, SiloIntake intake, bool force, CancellationToken cancellationToken)
    {
        var silo = SiloChoice.Find(await cluster.HeardSilosAsync(cancellationToken), name);
        var order = await cluster.OrderAsync(silo.Name, intake, force, cancellationToken);
        return order.Status switch
        {
            SiloOrderStatus.Taken => silo,
            SiloOrderStatus.IsLastOpen => throw EgException.Refused(
                $"{silo.Name} is the last silo that takes on anything: what runs there would have nowhere to go. Start another or uncordon one first, "
                + "or give --force: then unfinished jobs wait until there is a silo again."),
            SiloOrderStatus.IsDraining => throw EgException.Refused($"{silo.Name} is draining: it will leave, and cannot be opened again."),
            _ => throw new EgException(ExitCode.Failed, $"{silo.Name} does not answer; there {(order.Silos.Count == 1 ? "is" : "are")} {string.Join(", ", order.Silos)}."),
        };
    }

    /// <summary>Waits until the silo has left, and says what is waited for.</summary>
    /// <returns>How long it took.</returns>
    /// <exception cref="EgException">It takes longer than <paramref name="atMost"/>.</exception>
    public async Task<TimeSpan> UntilGoneAsync(SiloView silo, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        var said = "";
        while (true)
        {
            var now = (await cluster.SilosWhileLeavingAsync(cancellationToken)).FirstOrDefault(member => member.Name == silo.Name);
            var took = TimeProvider.System.GetElapsedTime(began);
            if (now is null or { Status: MemberStatus.Dead })
            {
                return took;
            }

            var left = Left(now) ?? said;
            if (left != said)
            {
                said = left;
                Terminal.Note($"{silo.Name}: {said}");
            }

            if (took > atMost)
            {
                throw new EgException(
                    ExitCode.Failed, $"{silo.Name} has not left within {Duration.Text(atMost)}: {said}. It goes on draining; 'eg silo list' shows when it is gone.");
            }

            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }
    }

    private static string? Left(SiloView silo) => silo switch
    {
        { Status: not MemberStatus.Active } => "leaves the cluster",
        { Attempts: > 0 and var shards } => $"waits for {Figures.Count(shards, "shard")} to come to a safe point and commit",
        { Jobs: > 0 and var jobs } => $"hands over {Figures.Count(jobs, "job")}",
        { Attempts: 0 } => "leaves the cluster",
        _ => null,
    };
}
