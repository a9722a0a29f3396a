using ElasticGrains.Engine.Scheduling;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Tests.Scheduling;

/// <summary>Over random states: what is explained as granted is granted by the next event, and what is explained as blocked once the block is gone.</summary>
public class SlotWaitPropertyTests
{
    private const int States = 400;
    private const int EventsPerState = 30;

    private static readonly DateTimeOffset Begin = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, Table> _silos = new(StringComparer.Ordinal);
    private readonly HashSet<SlotBlock> _seen = [];
    private ResourceManagerMachine _machine = new();
    private DateTimeOffset _now = Begin;
    private int _load;

    [Fact]
    public void Explain_OfARequestToCome_IsWhatTheRequestGets()
    {
        var granted = 0;
        ForEachState(random =>
        {
            var (wanted, priority) = (random.Next(1, 5), random.Next(-1, 2));
            var wait = _machine.Explain("new", wanted, priority);

            var offers = Offers(new ResourceManagerEvent.Requested("new", wanted, Priority: priority)).Count(offer => offer.JobId == "new");

            Assert.Equal(wait.Granted, offers);
            Assert.Equal(wait.Granted == 0, wait.Block != SlotBlock.None);
            granted += offers > 0 ? 1 : 0;
        });
        Assert.InRange(granted, States / 10, States * 9 / 10);
    }

    [Fact]
    public void Explain_OfAJobThatWaits_NamesTheBlocksWithoutWhichItIsGranted()
    {
        var (waited, behind) = (0, 0);
        ForEachState(random =>
        {
            var job = Enumerable.Range(0, 6).Select(number => $"j{number}").OrderBy(_ => random.Next()).FirstOrDefault(each => _machine.Explain(each, 1, 0).IsQueued);
            if (job is null)
            {
                return;
            }

            waited++;
            var wait = _machine.Explain(job, 1, 0);
            Assert.NotEqual(SlotBlock.None, wait.Block);
            behind += wait.JobsBefore > 0 ? 1 : 0;

            // No more than are named; ten would be.
            Assert.Equal(wait.JobsBefore, wait.Before.Count);
            Assert.Equal(wait.SlotsBefore, wait.Before.Sum(other => (long)other.Wanted));
            List<ResourceManagerEffect.Offer> offers = [];
            foreach (var other in wait.Before)
            {
                offers.AddRange(Offers(new ResourceManagerEvent.Requested(other.JobId, 0)));
            }

            Assert.DoesNotContain(offers, offer => offer.JobId == job && !offer.Lease.IsExpress);
            _seen.Add(wait.Block);
            offers.AddRange(Resolve(wait));
            Assert.Contains(offers, offer => offer.JobId == job);
        });
        Assert.InRange(waited, States / 10, States);
        Assert.True(behind > States / 20, $"{behind}");
        Assert.Equal([SlotBlock.NoSilo, SlotBlock.Retired, SlotBlock.Taken, SlotBlock.Kept], _seen.Order());
    }

    [Fact]
    public void Explain_InAnyState_LeavesItAsItWas()
    {
        ForEachState(random =>
        {
            var before = Told();
            _ = _machine.Explain("new", random.Next(1, 4), random.Next(-1, 2));
            _ = _machine.Explain("j1", 1, 0);
            Assert.Equal(before, Told());
        });

        string Told() => string.Join('\n', Enumerable.Range(0, 6).Select(number => _machine.Explain($"j{number}", 1, 0)).Select(wait =>
            $"{wait.JobId} {wait.IsQueued} {wait.Wanted} {wait.JobsBefore} {wait.SlotsBefore} {wait.Granted} {(int)wait.Block} {wait.ExpressBefore} {wait.AloneBefore}"));
    }

    /// <summary>Takes away what the explanation says is in the way.</summary>
    private List<ResourceManagerEffect.Offer> Resolve(SlotWait wait)
    {
        List<ResourceManagerEffect.Offer> offers = [.. wait.Alone.SelectMany(alone => Offers(new ResourceManagerEvent.SiloRequested(alone, Wanted: false)))];
        switch (wait.Block)
        {
            case SlotBlock.NoSilo or SlotBlock.Retired:
                offers.AddRange(Offers(Report("fresh", new Table(1, 0))));
                break;
            case SlotBlock.Kept:
                // A job may run there alone already: it ends.
                var kept = wait.Silos.Where(silo => silo.KeptFor is not null && silo.Free > 0).ToList();
                Assert.NotEmpty(kept);
                kept.ForEach(silo => offers.AddRange(End(silo.Silo, held => held.Lease.IsAlone)));
                break;
            default:
                offers.AddRange(End(wait.Silos.First(silo => silo.Holders.Sum(holder => holder.Slots) > 0).Silo, _ => true));
                break;
        }

        return offers;
    }

    /// <summary>What runs on a silo ends; what was offered there and never taken falls back.</summary>
    private List<ResourceManagerEffect.Offer> End(string silo, Func<HeldLease, bool> ends)
    {
        var table = _silos[silo];
        for (var slot = 0; slot < table.Held.Length; slot++)
        {
            table.Held[slot] = table.Held[slot] is { } held && ends(held) ? null : table.Held[slot];
        }

        var offers = Offers(Report(silo, table));
        _now += ResourceManagerMachine.OfferTimeout;
        offers.AddRange(Offers(Report(silo, table)));
        return offers;
    }

    private void ForEachState(Action<Random> look)
    {
        for (var seed = 0; seed < States; seed++)
        {
            var random = new Random(seed);
            (_machine, _now) = (new ResourceManagerMachine(), Begin);
            _silos.Clear();
            var silos = random.Next(4);
            _load = random.Next(2, 5);
            for (var step = 0; step < EventsPerState; step++)
            {
                Step(random, silos);
            }

            look(random);
        }
    }

    private void Step(Random random, int silos)
    {
        _now += TimeSpan.FromMilliseconds(random.Next(200));
        var job = $"j{random.Next(6)}";
        switch (random.Next(8))
        {
            case 0 or 1 or 2:
                Take(Offers(new ResourceManagerEvent.Requested(job, random.Next(_load), random.Next(2) == 0 ? null : $"s{random.Next(4)}", job[1] % 3)), random);
                break;
            case 3 when random.Next(3) == 0:
                Take(Offers(new ResourceManagerEvent.SiloRequested(job, Wanted: random.Next(3) > 0)), random);
                break;
            case 4:
                Take(Offers(new ResourceManagerEvent.Tick()), random);
                break;
            case >= 5 when silos > 0:
                var name = $"s{random.Next(silos)}";
                if (!_silos.TryGetValue(name, out var table))
                {
                    _silos[name] = table = new Table(random.Next(1, 4), random.Next(2));
                    table.Retired.UnionWith(Enumerable.Range(0, table.Slots + table.Express).Where(_ => random.Next(silos == 1 ? 2 : 6) == 0));
                }

                for (var freed = random.Next(5 - _load); freed > 0; freed--)
                {
                    table.Held[random.Next(table.Held.Length)] = null;
                }

                Take(Offers(Report(name, table)), random);
                break;
        }
    }

    /// <summary>Most offers are taken up.</summary>
    private void Take(IEnumerable<ResourceManagerEffect.Offer> offers, Random random)
    {
        foreach (var offer in offers.Where(_ => random.Next(5) > 0))
        {
            var table = _silos[offer.Lease.Silo];
            table.Held[offer.Lease.Slot] = new HeldLease(offer.Lease, offer.JobId);
            table.Epochs[offer.Lease.Slot] = offer.Lease.Epoch;
        }
    }

    private List<ResourceManagerEffect.Offer> Offers(ResourceManagerEvent happened) => [.. _machine.Handle(happened, _now).OfType<ResourceManagerEffect.Offer>()];

    private static ResourceManagerEvent.Reported Report(string silo, Table table) =>
        new(new SlotReport(silo, table.Slots, [.. table.Held.OfType<HeldLease>()], [.. table.Retired], [.. table.Epochs]) { Express = table.Express });

    /// <summary>A silo's slots as it sees them.</summary>
    private sealed class Table(int slots, int express)
    {
        public int Slots => slots;

        public int Express => express;

        public HashSet<int> Retired { get; } = [];

        public HeldLease?[] Held { get; } = new HeldLease?[slots + express];

        public long[] Epochs { get; } = new long[slots + express];
    }
}
