using ElasticGrains.Engine.Ledger;
using ElasticGrains.Ledger;
using static ElasticGrains.Storage.Tests.Events;

namespace ElasticGrains.Storage.Tests.Ledger;

/// <summary>Appends of a writer that is mostly right and sometimes wrong, stale, or repeats itself.</summary>
internal sealed class RandomAppends(string job, int items, Random random)
{
    private readonly JobLedgerState _state = new(Accepted(job, items));
    private JobAppend? _last;

    /// <summary>A new writer takes the job.</summary>
    public void TakeWriter() => _state.TakeWriter();

    public JobAppend Next()
    {
        if (_last is not null && random.Next(8) == 0)
        {
            return _last;
        }

        var totals = _state.Totals;
        var epoch = random.Next(20) == 0 ? totals.WriterEpoch - 1 : totals.WriterEpoch;
        var version = totals.Version + (random.Next(20) == 0 ? random.Next(-1, 2) : 1);
        _last = new JobAppend(job, epoch, version, Build(random.Next(1, 6)));
        LedgerRules.Strict.Apply(_state, _last);
        return _last;
    }

    // Later events of an append follow from the earlier ones, so each is tried on a copy.
    private List<LedgerEvent> Build(int count)
    {
        var events = new List<LedgerEvent>();
        var copy = new JobLedgerState(_state.Totals, Enumerable.Range(0, _state.Totals.Shards).Select(i => KeyValuePair.Create(i, _state.Shard(i))));
        for (var i = 0; i < count; i++)
        {
            var happened = One(copy);
            events.Add(happened);
            LedgerRules.Strict.Apply(copy, new JobAppend(job, copy.Totals.WriterEpoch, copy.Totals.Version + 1, [happened]));
        }

        return events;
    }

    private LedgerEvent One(JobLedgerState state)
    {
        var totals = state.Totals;
        if (totals.PlannedShards is null || random.Next(50) == 0)
        {
            return new LedgerEvent.Planned(random.Next(1, 5));
        }

        if (totals.Committed == totals.Items || random.Next(50) == 0)
        {
            return random.Next(3) == 0 ? Failed() : Succeeded();
        }

        var number = random.Next(Math.Max(1, totals.Shards));
        var shard = state.Shard(number);
        var wrong = random.Next(15) == 0 ? random.Next(-1, 2) : 0;
        if (shard.Running == 0)
        {
            return shard.LastAttempt > 3 && random.Next(2) == 0
                ? new LedgerEvent.Quarantined(number, new ItemRange(shard.CommittedEnd, shard.End + Math.Abs(wrong)), Broke, Noon)
                : Granted(number, shard.LastAttempt + 1 + wrong);
        }

        var attempt = shard.Running + wrong;
        return random.Next(6) switch
        {
            0 => new LedgerEvent.Adopted(number, attempt, attempt + 1, Noon),
            1 => new LedgerEvent.Split(number, random.NextInt64(shard.Start, shard.End + 1), totals.Shards),
            2 => Ended(number, attempt, shard.IsCommitted ? AttemptEnd.Completed : (AttemptEnd)random.Next(5)),
            _ => Committed(totals.LastNumber + 1, number, attempt, shard.CommittedEnd, random.NextInt64(shard.CommittedEnd, shard.End + 1 + Math.Abs(wrong))),
        };
    }
}
