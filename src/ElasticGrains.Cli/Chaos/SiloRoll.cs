using ElasticGrains.Cli.Chaos.Faults;
using ElasticGrains.Cli.Clusters;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Postgres;

namespace ElasticGrains.Cli.Chaos;

/// <summary>Who may be hit: at any time one silo that is a member is left alone. And who has ended though nobody ended it.</summary>
internal sealed class SiloRoll(IChaosGround ground, PostgresStore store, ChaosLog log)
{
    // To connect and to be answered, twice: longer takes only what never ends.
    private static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(45);

    private readonly Lock _gate = new();
    private readonly HashSet<string> _hit = [];
    private readonly HashSet<string> _mayEnd = [];
    private readonly HashSet<string> _missed = [];
    private readonly HashSet<string> _wasMember = [];
    private IReadOnlyList<string> _active = [];
    private bool _anyMayEnd;

    /// <summary>Those that run.</summary>
    public IReadOnlyList<ISiloProcess> Running => [.. ground.Silos.Where(silo => !silo.HasExited)];

    /// <summary>Takes the silo that a draw means; null when no other member would be left alone.</summary>
    public ISiloProcess? Take(double draw)
    {
        lock (_gate)
        {
            var free = Running.Where(silo => !_hit.Contains(silo.Name) && _active.Any(silo.IsMember)).ToList();
            if (free.Count < 2)
            {
                return null;
            }

            var taken = Fault.Pick(free, draw);
            _hit.Add(taken.Name);
            return taken;
        }
    }

    /// <summary>The fault is over.</summary>
    public void Release(ISiloProcess silo)
    {
        lock (_gate)
        {
            _hit.Remove(silo.Name);
        }
    }

    /// <summary>Others may come to believe that it is gone.</summary>
    public void MayEnd(ISiloProcess silo)
    {
        lock (_gate)
        {
            _mayEnd.Add(silo.Name);
        }
    }

    /// <summary>From now on others may come to believe of any silo that it is gone, and one may not be able to start.</summary>
    public void AnyMayEnd()
    {
        lock (_gate)
        {
            _anyMayEnd = true;
        }
    }

    /// <summary>It is ended on purpose: nobody is to miss it.</summary>
    public void IsEnding(ISiloProcess silo)
    {
        lock (_gate)
        {
            _missed.Add(silo.Name);
        }
    }

    /// <summary>Reads who is a member, and misses those that have ended.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var members = await new PostgresMembership(store).ReadAsync(ground.File.Cluster, cancellationToken).WaitAsync(ReadPatience, TimeProvider.System, cancellationToken);
            var active = members.Where(member => member.Status == MemberStatus.Active).Select(member => member.Name).ToList();
            lock (_gate)
            {
                _active = active;
                _wasMember.UnionWith(ground.Silos.Where(silo => active.Any(silo.IsMember)).Select(silo => silo.Name));
            }

            await ground.LookAsync(active, cancellationToken);
        }
        catch (LedgerUnavailableException)
        {
            // The database is away. Those who were members are so still.
        }
        catch (TimeoutException)
        {
            log.Note($"the database has neither answered nor refused for {Duration.Text(ReadPatience)}; who is a member is not known anew");
        }

        foreach (var silo in ground.Silos.Where(silo => silo.HasExited))
        {
            if (Misses(silo) is not { } expected)
            {
                continue;
            }

            if (expected)
            {
                log.Note($"{silo.Name} {silo.Obituary()}");
            }
            else
            {
                log.Found($"{silo.Name}, which was not touched, {silo.Obituary()}");
            }

            if (!ground.IsKeptByOthers)
            {
                log.Note($"{ground.Add().Name} is started in its place");
            }
        }
    }

    // Null when its end is known already, else whether it could be expected: it was given up, or could not become a member in the first place.
    private bool? Misses(ISiloProcess silo)
    {
        lock (_gate)
        {
            return !_missed.Add(silo.Name) ? null
                : silo.WasGivenUp ? _anyMayEnd || _mayEnd.Contains(silo.Name)
                : _anyMayEnd && !_wasMember.Contains(silo.Name);
        }
    }
}
