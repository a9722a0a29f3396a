using System.Runtime.CompilerServices;
using ElasticGrains.Jobs;

namespace ElasticGrains.Client;

/// <summary>Reads partial results in order: subscribes, reads the ledger, and drops what it has seen.</summary>
internal static class PartialReader
{
    private const int PageSize = 500;

    public static async IAsyncEnumerable<PartialView> ReadAsync(
        GridConnection connection, string jobId, long from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, 1);
        await using var watch = JobWatch.Start(connection, jobId);
        var next = from;
        while (true)
        {
            // The status is read before the page: a final phase then means that the page holds everything.
            var status = await connection.CallAsync(jobId, job => job.WatchAsync(), cancellationToken)
                ?? throw new KeyNotFoundException($"There is no job '{jobId}'.");
            while (next <= status.LastNumber)
            {
                var start = next;
                var page = await connection.CallAsync(jobId, job => job.ReadPartialsAsync(start, PageSize), cancellationToken);
                foreach (var partial in page)
                {
                    next = partial.Number + 1;
                    yield return partial;
                }

                if (page.Count == 0)
                {
                    break; // Not readable yet: the next round asks again.
                }
            }

            if (status.Phase.IsFinal())
            {
                yield break;
            }

            JobTakenOverException.ThrowIf(status);
            await watch.WaitForHintAsync(cancellationToken);
        }
    }
}
