using System.Collections.Immutable;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Scheduling;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Membership;

/// <summary>Listens to membership: keeps the list of lost silos, and has unfinished jobs woken when a silo is lost, at start, and every few seconds in case a wake was lost.</summary>
internal sealed class MembershipWatch(
    IClusterMembershipService membership, ILocalSiloDetails local, SiloLosses losses, JobSupervisor supervisor, TimeProvider time, ILogger<MembershipWatch> logger)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _listening = Task.CompletedTask;
    private Task _sweeping = Task.CompletedTask;

    public void Participate(ISiloLifecycle observer) => observer.Subscribe(nameof(MembershipWatch), ServiceLifecycleStage.Active, StartAsync, StopAsync);

    public void Dispose() => _stop.Dispose();

    private Task StartAsync(CancellationToken cancellationToken)
    {
        _listening = ListenAsync(_stop.Token);
        _sweeping = supervisor.RunAsync(IsSupervisor, Names, time, _stop.Token);
        return Task.CompletedTask;
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _listening;
        await _sweeping;
    }

    private async Task ListenAsync(CancellationToken stop)
    {
        var isFirst = true; // Tells of silos that were gone before this one began; the sweep at start covers those.
        var leaving = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(stop))
            {
                var members = snapshot.Members.Values;
                leaving.UnionWith(members.Where(member => member.Status is SiloStatus.ShuttingDown or SiloStatus.Stopping).Select(member => member.Name));
                var dead = members.Where(member => member.Status == SiloStatus.Dead && !losses.Knows(member.Name))
                    .Select(member => LossOfAsync(member, hasLeft: isFirst || leaving.Contains(member.Name), saidSo: leaving.Contains(member.Name), stop));
                if (losses.Add(await Task.WhenAll(dead)) && !isFirst)
                {
                    Log.SilosLost(logger, members.Count(member => member.Status == SiloStatus.Active));
                    supervisor.Hurry();
                }

                isFirst = false;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The end.
        }
    }

    private static async Task<SiloLoss> LossOfAsync(ClusterMember member, bool hasLeft, bool saidSo, CancellationToken stop) => new(member.Name, hasLeft)
    {
        SaidSo = saidSo,
        Remains = hasLeft ? SiloRemains.Unknown : await SiloInspection.LookAsync(member.SiloAddress.Endpoint, SiloInspection.Patience, stop),
    };

    /// <summary>One silo is enough, and each can tell which: the first of those that are active.</summary>
    private bool IsSupervisor() => SupervisorOf(membership.CurrentSnapshot.Members) is { } first && first.Equals(local.SiloAddress);

    private IReadOnlyList<string> Names() =>
        [.. membership.CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.Name)];

    private static SiloAddress? SupervisorOf(ImmutableDictionary<SiloAddress, ClusterMember> members) =>
        members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress).Min();
}
