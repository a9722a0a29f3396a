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

    /// <summary>Somebody wants the job to go on.</summary>
    public void Reopen() => _state.Reopen(out _);

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
        var copy = new JobLedgerState(_state.Totals, _state.Touched);
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
            return new LedgerEvent.Planned(random.Next(1, 13));
        }

        if (totals.Committed == totals.Items || random.Next(50) == 0)
        {
            return random.Next(3) == 0 ? Failed() : Succeeded();
        }

        var number = state.HeadOf(random.Next(Math.Max(1, totals.Shards)));
        var shard = state.Shard(number);
        var wrong = random.Next(15) == 0 ? random.Next(-1, 2) : 0;
        if (shard.Running == 0)
        {
            return shard.LastAttempt > 3 && random.Next(2) == 0
                ? new LedgerEvent.Quarantined(number, new ItemRange(shard.CommittedEnd, shard.End + Math.Abs(wrong)), Broke, Noon)
                : Granted(number, shard.LastAttempt + 1 + wrong, shard.LastAttempt > 0 ? shard.More + wrong : random.Next(5));
        }

        var attempt = shard.Running + wrong;
        return random.Next(6) switch
        {
            0 => new LedgerEvent.Adopted(number, attempt, attempt + 1, Noon),
            1 => Split(state, number, random.NextInt64(shard.Start, shard.End + 1)),
            2 => Ended(number, attempt, shard.IsCommitted ? AttemptEnd.Completed : (AttemptEnd)random.Next(5)),
            _ => Commit(state, number, attempt, wrong),
        };
    }

    private LedgerEvent Split(JobLedgerState state, int number, long at)
    {
        var more = state.Shard(number).More;
        var next = number + 1 + random.Next(more + 1);
        return more > 0 && random.Next(3) > 0
            ? new LedgerEvent.Split(number, state.RangeOf(next).Start, next)
            : new LedgerEvent.Split(number, at, state.Totals.Shards);
    }

    private LedgerEvent Commit(JobLedgerState state, int number, long attempt, int wrong)
    {
        var run = state.Shard(number);
        var shard = number;
        while (shard < number + run.More && state.RangeOf(shard).End <= run.CommittedEnd)
        {
            shard++;
        }

        var end = random.NextInt64(run.CommittedEnd, Math.Max(run.CommittedEnd, state.RangeOf(shard).End) + 1 + Math.Abs(wrong));
        return Committed(state.Totals.LastNumber + 1, shard, attempt, run.CommittedEnd, end);
    }
}
