using ElasticGrains.Client;

namespace ElasticGrains.Cli.Chaos.Workloads;

/// <summary>Jobs whose answer is known, one after the other.</summary>
/// <param name="kind">Which.</param>
/// <param name="pause">The time between two; null for one job only.</param>
internal abstract class Workload(WorkloadKind kind, TimeSpan? pause)
{
    public WorkloadKind Kind => kind;

    /// <summary>Submits jobs until <paramref name="enough"/>, and waits for the last; what goes wrong is a finding of the tally.</summary>
    public async Task RunAsync(IGrid grid, string prefix, WorkloadTally tally, CancellationToken enough, CancellationToken giveUp)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var number = 1; !enough.IsCancellationRequested; number++)
        {
            var id = $"{prefix}-{kind.ToString().ToLowerInvariant()}-{number}";
            try
            {
                tally.Ended(await RunAsync(grid, id, giveUp), TimeProvider.System.GetElapsedTime(began));
            }
            catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
            {
                tally.Found($"job {id} has not ended in time after the last fault was healed");
                return;
            }
#pragma warning disable CA1031 // Whatever it is, it is what is looked for.
            catch (Exception error)
#pragma warning restore CA1031
            {
                tally.Found($"job {id}: {error.GetType().Name}: {ExceptionText.OneLine(error.Message)}");
            }

            if (pause is not { } between)
            {
                return;
            }

            await Task.WhenAny(Task.Delay(between, TimeProvider.System, enough));
        }
    }

    /// <summary>Runs one job to its end.</summary>
    /// <returns>How many items it had.</returns>
    /// <exception cref="WrongAnswerException">The answer is not what it must be.</exception>
    protected abstract Task<long> RunAsync(IGrid grid, string id, CancellationToken cancellationToken);

    protected static void Check<T>(T expected, T answer)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, answer))
        {
            throw new WrongAnswerException($"the answer is {answer}, and must be {expected}");
        }
    }
}
