using ElasticGrains.Engine.Jobs;
using ElasticGrains.Engine.Verification;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Local;

namespace ElasticGrains.Runtime.Tests.Support;

/// <summary>Looks at a ledger from outside, beside its owner.</summary>
public static class TestLedger
{
    // Every prefix is folded anew: the work is the square of this.
    private const int MostPrefixes = 150;

    public static async Task<JobHistory> HistoryAsync(string directory, string job)
    {
        await using var state = StateDirectory.OpenReadOnly(directory);
        return await state.Ledger.ReadHistoryAsync(job) ?? throw new InvalidOperationException($"There is no job '{job}'.");
    }

    public static async Task RequestCancelAsync(string directory, string job, string reason)
    {
        await using var state = StateDirectory.OpenReadOnly(directory);
        Assert.True(await state.Ledger.RequestCancelAsync(job, reason));
    }

    /// <summary>Nothing in the rows contradicts exactly-once, and the events fold and replay.</summary>
    public static async Task AssertSoundAsync(string directory, string job)
    {
        await using var state = StateDirectory.OpenReadOnly(directory);
        var dump = await state.Reader.DumpAsync(job) ?? throw new InvalidOperationException($"There is no job '{job}'.");
        Assert.Empty(LedgerVerifier.Verify(dump));
        AssertReplays(await HistoryAsync(directory, job));
    }

    /// <summary>Folds twice to the same state, and a new writer can go on behind every event (some, where they are many).</summary>
    public static void AssertReplays(JobHistory history)
    {
        var first = new JobState();
        var second = new JobState();
        var events = history.Events;
        var step = 1 + (events.Count / MostPrefixes);
        for (var count = 1; count <= events.Count; count++)
        {
            first.Apply(events[count - 1]);
            if (count % step != 0)
            {
                continue;
            }

            var prefix = new JobHistory(history.JobId, history.WriterEpoch, [.. events.Take(count)]);
            var machine = new JobMachine(prefix, history.WriterEpoch + 1, DateTimeOffset.UnixEpoch);
            Assert.Equal(Describe(first), Describe(machine.State));
            AssertGoesOn(machine);
        }

        foreach (var happened in events)
        {
            second.Apply(happened);
        }

        Assert.Equal(Describe(first), Describe(second));
    }

    /// <summary>There is always something to do next: plan, ask for slots, run lost attempts again, make the answer, or say that all is over.</summary>
    private static void AssertGoesOn(JobMachine machine)
    {
        var now = DateTimeOffset.UnixEpoch;
        var effects = machine.Handle(new JobEvent.Activated(2), now).ToList();
        effects.AddRange(machine.Handle(new JobEvent.Tick(), now + JobTimings.Default.AdoptionWindow));
        Assert.NotEmpty(effects);
        Assert.DoesNotContain(effects, effect => effect is JobEffect.Violation or JobEffect.StandDown);
    }

    private static string Describe(JobState state) => string.Join('\n', state.Touched
        .OrderBy(shard => shard.Number)
        .Select(shard => $"{shard.Number}: {shard.Start} {shard.CommittedEnd} {shard.End} {shard.Attempt} {shard.AdoptedFrom} {shard.Phase} {shard.FailuresInARow}")
        .Prepend($"{state.Phase} {state.LastNumber} {state.Committed} {state.PlannedShards} {state.Shards} {state.Done} {state.NextUntouched} "
            + $"{string.Join(' ', state.Quarantined)} {state.LastFailure?.Message} {state.Outcome?.Phase}"));
}
