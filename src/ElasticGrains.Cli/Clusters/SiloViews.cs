using ElasticGrains.Scheduling;
using ElasticGrains.Storage.Postgres;

namespace ElasticGrains.Cli.Clusters;

/// <summary>Puts together what is known of the silos of a cluster.</summary>
internal static class SiloViews
{
    public static async Task<IReadOnlyList<SiloView>> ReadAsync(ClusterFile cluster, bool all, CancellationToken cancellationToken)
    {
        await using var store = PostgresStore.Open(new PostgresStoreOptions { ConnectionString = cluster.ConnectionString, Schema = cluster.Schema });
        var members = await new PostgresMembership(store).ReadAsync(cluster.Cluster, cancellationToken);
        var reports = members.Any(member => member.Status == MemberStatus.Active) ? await AskAsync(cluster, cancellationToken) : [];
        return
        [
            .. members.Where(member => all || member.Status != MemberStatus.Dead)
                .Select(member => ViewOf(member, reports.FirstOrDefault(report => report.Silo == member.Name))),
        ];
    }

    private static async Task<IReadOnlyList<SlotReport>> AskAsync(ClusterFile cluster, CancellationToken cancellationToken)
    {
        await using var client = await ClusterClient.ConnectAsync(cluster, cancellationToken);
        return await client.Grains.GetGrain<IResourceManagerGrain>(0).GetSilosAsync().WaitAsync(cancellationToken);
    }

    private static SiloView ViewOf(MemberRow member, SlotReport? report) => new(
        member.Name, member.Status, member.Host, report?.Info?.ProcessId, member.Address, report?.Slots, report?.Held.Count, report?.Retired.Count,
        report?.Info?.Version, member.StartedAt);
}
