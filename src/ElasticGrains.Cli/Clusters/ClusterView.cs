using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Scheduling;
using ElasticGrains.Storage.Postgres;

namespace ElasticGrains.Cli.Clusters;

/// <summary>Looks at a cluster as often as it is asked: its silos by the membership table and by themselves, its jobs by the ledger.</summary>
internal sealed class ClusterView(ClusterFile cluster) : IAsyncDisposable
{
    private readonly PostgresStore _store = PostgresStore.Open(new PostgresStoreOptions { ConnectionString = cluster.ConnectionString, Schema = cluster.Schema });
    private ClusterClient? _client;

    public string Cluster => cluster.Cluster;

    /// <summary>The silos, also those that are gone when <paramref name="all"/> is true.</summary>
    public async Task<IReadOnlyList<SiloView>> SilosAsync(bool all, CancellationToken cancellationToken)
    {
        var members = await new PostgresMembership(_store).ReadAsync(cluster.Cluster, cancellationToken);
        var reports = members.Any(member => member.Status == MemberStatus.Active) ? await AskAsync(cancellationToken) : [];
        return
        [
            .. members.Where(member => all || member.Status != MemberStatus.Dead)
                .Select(member => ViewOf(member, reports.FirstOrDefault(report => report.Silo == member.Name))),
        ];
    }

    /// <summary>What the silos say of their slots; null when none is a member.</summary>
    public async Task<IReadOnlyList<SlotReport>?> ReportsAsync(CancellationToken cancellationToken)
    {
        var members = await new PostgresMembership(_store).ReadAsync(cluster.Cluster, cancellationToken);
        return members.Any(member => member.Status == MemberStatus.Active) ? await AskAsync(cancellationToken) : null;
    }

    /// <summary>All jobs, the latest accepted first.</summary>
    public Task<IReadOnlyList<JobEntry>> JobsAsync(CancellationToken cancellationToken) => new PostgresJobLedger(_store, TimeProvider.System).ListAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
        {
            await _client.DisposeAsync();
        }

        await _store.DisposeAsync();
    }

    private async Task<IReadOnlyList<SlotReport>> AskAsync(CancellationToken cancellationToken)
    {
        _client ??= await ClusterClient.ConnectAsync(cluster, cancellationToken);
        return await _client.Grains.ResourceManager().GetSilosAsync().WaitAsync(cancellationToken);
    }

    private static SiloView ViewOf(MemberRow member, SlotReport? report) => new(
        member.Name, member.Status, member.Host, report?.Info?.ProcessId, member.Address, report?.Slots, report?.Busy, report?.Retired.Count,
        report?.Info?.Version, member.StartedAt);
}
