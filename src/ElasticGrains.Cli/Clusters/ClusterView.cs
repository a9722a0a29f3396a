using ElasticGrains.Elasticity;
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

    // Each reports every second.
    private static readonly TimeSpan ReportPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

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

    /// <summary>The silos, once each active one has said what it takes on; one that is silent is not waited for long.</summary>
    public async Task<IReadOnlyList<SiloView>> HeardSilosAsync(CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var silos = await SilosAsync(all: false, cancellationToken);
            if (silos.All(silo => silo.Status != MemberStatus.Active || silo.Intake is not null) || TimeProvider.System.GetElapsedTime(began) > ReportPatience)
            {
                return silos;
            }

            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>The same, when the silos that are asked may be about to leave: what they do not say in time is null.</summary>
    public async Task<IReadOnlyList<SiloView>> SilosWhileLeavingAsync(CancellationToken cancellationToken)
    {
        var members = await new PostgresMembership(_store).ReadAsync(cluster.Cluster, cancellationToken);
        IReadOnlyList<SlotReport> reports = [];
        try
        {
            reports = await AskAsync(cancellationToken).WaitAsync(AnswerPatience, TimeProvider.System, cancellationToken);
        }
#pragma warning disable CA1031 // The gateway may be the one that leaves. The table says who is there.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            // Asked again at the next look.
        }

        return [.. members.Select(member => ViewOf(member, reports.FirstOrDefault(report => report.Silo == member.Name)))];
    }

    /// <summary>Orders a silo to take on this from now on.</summary>
    public async Task<SiloOrder> OrderAsync(string silo, SiloIntake intake, bool force, CancellationToken cancellationToken)
    {
        _client ??= await ClusterClient.ConnectAsync(cluster, cancellationToken);
        return await _client.Grains.ResourceManager().OrderSiloAsync(silo, intake, force).WaitAsync(cancellationToken);
    }

    /// <summary>How many silos there should be, by the cluster itself.</summary>
    public async Task<ScaleAdvice> ScaleAsync(ScaleLimits limits, CancellationToken cancellationToken)
    {
        _client ??= await ClusterClient.ConnectAsync(cluster, cancellationToken);
        return await _client.Grains.ResourceManager().GetScaleAsync(limits).WaitAsync(cancellationToken);
    }

    /// <summary>The grain of a job.</summary>
    public async Task<IJobGrain> JobAsync(string jobId, CancellationToken cancellationToken)
    {
        _client ??= await ClusterClient.ConnectAsync(cluster, cancellationToken);
        return _client.Grains.Job(jobId);
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
        report?.Info?.Version, member.StartedAt)
    {
        Intake = report?.Intake,
        Attempts = report?.Attempts,
        Jobs = report?.Jobs,
    };
}
