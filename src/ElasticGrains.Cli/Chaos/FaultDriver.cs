using ElasticGrains.Cli.Chaos.Faults;
using ElasticGrains.Cli.Chaos.Network;
using ElasticGrains.Cli.Clusters;
using ElasticGrains.Cli.Parsing;

namespace ElasticGrains.Cli.Chaos;

/// <summary>Does to a cluster what a schedule says, and heals it at the end.</summary>
internal sealed class FaultDriver(IChaosGround ground, SiloRoll roll, ChaosLog log) : IDisposable
{
    // A cluster does not shrink below this, however often one is killed that is not to return.
    private const int LeastSilos = 2;

    // More than it is to have.
    private const int MostMore = 2;

    // A silo's own deadline of 30 s, and time to leave.
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _heal = new();
    private int _disturbances;
    private int _databaseIsAway;

    /// <summary>Goes through the schedule, then ends every fault that lasts.</summary>
    public async Task RunAsync(IReadOnlyList<Fault> schedule, TimeSpan length, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        var under = new List<Task>();
        try
        {
            foreach (var fault in schedule)
            {
                await LookUntilAsync(fault.At, began, cancellationToken);
                under.Add(InflictAsync(fault));
            }

            await LookUntilAsync(length, began, cancellationToken);
        }
        finally
        {
            await _heal.CancelAsync();
            await Task.WhenAll(under);
            ground.Board?.HealAll();
        }

        for (var missing = ground.SiloCount - roll.Running.Count; missing > 0 && !ground.IsKeptByOthers; missing--)
        {
            ground.Add();
        }

        log.Note("all faults are healed");
    }

    public void Dispose() => _heal.Dispose();

    private async Task LookUntilAsync(TimeSpan when, long began, CancellationToken cancellationToken)
    {
        while (true)
        {
            await roll.LookAsync(cancellationToken);
            var left = when - TimeProvider.System.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                return;
            }

            await Task.Delay(left < LookEvery ? left : LookEvery, TimeProvider.System, cancellationToken);
        }
    }

    private async Task InflictAsync(Fault fault)
    {
        if (fault.Kind == FaultKind.Join)
        {
            Join(fault);
        }
        else if (fault.Kind == FaultKind.Database)
        {
            await CrashDatabaseAsync(fault);
        }
        else if (fault.Kind == FaultKind.All)
        {
            await KillAllAsync(fault);
        }
        else if (roll.Take(fault.Victim) is not { } silo)
        {
            log.Happened(fault, "only one member would have been left alone", skipped: true);
        }
        else
        {
            await (fault.Kind switch
            {
                FaultKind.Kill => KillAsync(silo, fault),
                FaultKind.Freeze => FreezeAsync(silo, fault),
                FaultKind.Drain => DrainAsync(silo, fault),
                _ => CutAsync(silo, fault),
            });
            roll.Release(silo);
        }
    }

    private void Join(Fault fault)
    {
        if (roll.Running.Count >= ground.SiloCount + MostMore)
        {
            log.Happened(fault, $"there are {roll.Running.Count} silos already", skipped: true);
            return;
        }

        log.Happened(fault, ground.Add().Name);
    }

    private async Task KillAsync(ISiloProcess silo, Fault fault)
    {
        var returns = fault.Returns || roll.Running.Count <= LeastSilos;
        roll.IsEnding(silo);
        log.Happened(fault, $"{silo.Name} (pid {silo.Id}){(ground.IsKeptByOthers ? "" : returns ? $", another in {Duration.Text(fault.Length)}" : ", for good")}");
        silo.Kill();
        await LastAsync(fault.Length);
        if (returns && !ground.IsKeptByOthers)
        {
            ground.Add();
        }
    }

    private async Task FreezeAsync(ISiloProcess silo, Fault fault)
    {
        roll.MayEnd(silo);
        log.Happened(fault, $"{silo.Name} (pid {silo.Id}) for {Duration.Text(fault.Length)}");
        silo.Signal("STOP");
        await LastAsync(fault.Length);
        silo.Signal("CONT");
    }

    private async Task DrainAsync(ISiloProcess silo, Fault fault)
    {
        var began = log.Elapsed;
        roll.IsEnding(silo);
        log.Happened(fault, $"{silo.Name} (pid {silo.Id})");
        silo.Signal("TERM");
        using var patience = new CancellationTokenSource(DrainPatience, TimeProvider.System);
        try
        {
            await silo.WaitForExitAsync(patience.Token);
            if (!silo.HasLeftInOrder && Volatile.Read(ref _disturbances) == 0)
            {
                log.Found($"{silo.Name}, asked to leave, {silo.Obituary()}");
            }

            log.Note($"{silo.Name} has left after {Duration.Text(log.Elapsed - began)}");
        }
        catch (OperationCanceledException)
        {
            log.Found($"{silo.Name}, asked to leave, has not left within {Duration.Text(DrainPatience)}; it is killed");
            silo.Kill();
        }

        await LastAsync(fault.Length);
        if (!ground.IsKeptByOthers)
        {
            ground.Add();
        }
    }

    private async Task CutAsync(ISiloProcess silo, Fault fault)
    {
        var board = ground.Board!;
        var others = roll.Running.Select(other => other.Name).Where(name => name != silo.Name).ToList();
        IReadOnlyList<string> from = fault.From switch
        {
            CutFrom.Database => [ChaosNetwork.Database],
            CutFrom.OneSilo => [Fault.Pick(others, fault.Other)],
            CutFrom.AllSilos => others,
            _ => [.. others, ChaosNetwork.Database],
        };
        Disturb();
        log.Happened(fault, $"{silo.Name} from {string.Join(", ", from)}, {fault.Mode.ToString().ToLowerInvariant()}, for {Duration.Text(fault.Length)}");
        var cuts = from.Select(other => board.Set(silo.Name, other, fault.Mode)).ToList();
        await LastAsync(fault.Length);
        cuts.ForEach(cut => cut.Dispose());
    }

    private async Task CrashDatabaseAsync(Fault fault)
    {
        if (Interlocked.Exchange(ref _databaseIsAway, 1) == 1)
        {
            log.Happened(fault, "it is away already", skipped: true);
            return;
        }

        Disturb();
        log.Happened(fault, $"crashes, and comes back in {Duration.Text(fault.Length)}");
        await ground.CrashDatabaseAsync(CancellationToken.None);
        await LastAsync(fault.Length);
        await ground.RestartDatabaseAsync(CancellationToken.None);
        Volatile.Write(ref _databaseIsAway, 0);
        log.Note("the database is back");
    }

    private async Task KillAllAsync(Fault fault)
    {
        Disturb();
        var all = roll.Running;
        log.Happened(fault, $"{string.Join(", ", all.Select(silo => silo.Name))}, others in {Duration.Text(fault.Length)}");
        foreach (var silo in all)
        {
            roll.IsEnding(silo);
            silo.Kill();
        }

        await LastAsync(fault.Length);
        for (var missing = ground.IsKeptByOthers ? 0 : ground.SiloCount - roll.Running.Count; missing > 0; missing--)
        {
            ground.Add();
        }
    }

    // Silos that hang on the database, or hear nothing of each other, may be thought to be gone.
    private void Disturb()
    {
        Interlocked.Increment(ref _disturbances);
        roll.AnyMayEnd();
    }

    private async Task LastAsync(TimeSpan length) => await Task.WhenAny(Task.Delay(length, TimeProvider.System, _heal.Token));
}
