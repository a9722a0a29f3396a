using System.Diagnostics;
using ElasticGrains.Storage.Postgres;
using Hangfire;
using Npgsql;

namespace ElasticGrains.Peers;

/// <summary>
/// The control of <c>eg bench submit</c>: as many jobs as small, by as many clients, on two Hangfire servers whose PostgreSQL flushes every
/// commit to disk. A client is a thread, because Hangfire's calls block it.
/// </summary>
internal static class HangfireBench
{
    private const int Servers = 2;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    public static async Task RunAsync(int jobs, int clients, int workers, int rounds, TextWriter output, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("eg-peers-");
        var database = await DevelopmentServer.StartAsync(directory.FullName, durable: true, cancellationToken);
        var servers = new List<Process>();
        try
        {
            await using var source = NpgsqlDataSource.Create(database.ConnectionString);
            await output.WriteLineAsync($"PostgreSQL with fsync={await ReadAsync(source, "SHOW fsync")}, synchronous_commit={await ReadAsync(source, "SHOW synchronous_commit")}");
            // The schema is made here, before anybody works on it.
            var client = new BackgroundJobClient(HangfireStorage.Open(database.ConnectionString, clients));
            for (var server = 0; server < Servers; server++)
            {
                servers.Add(await HangfireServer.StartAsync(database.ConnectionString, workers, cancellationToken));
            }

            await output.WriteLineAsync($"{jobs} jobs of {SquaresJob.Items} items by {clients} clients, {Servers} servers of {workers} workers: warming up");
            await MeasureAsync(client, source, jobs, clients, cancellationToken);
            var measured = new List<HangfireRound>();
            for (var round = 1; round <= rounds; round++)
            {
                measured.Add(await MeasureAsync(client, source, jobs, clients, cancellationToken));
                await output.WriteLineAsync($"round {round}: {measured[^1]}");
            }

            await output.WriteLineAsync($"Hangfire: {HangfireRound.MedianOf(measured)} (medians of {rounds} rounds)");
        }
        finally
        {
            foreach (var server in servers)
            {
                await ServingChild.StopAsync(server, CancellationToken.None);
            }

            await database.StopAsync(immediately: true, CancellationToken.None);
            directory.Delete(recursive: true);
        }
    }

    private static async Task<HangfireRound> MeasureAsync(BackgroundJobClient client, NpgsqlDataSource source, int jobs, int clients, CancellationToken cancellationToken)
    {
        var before = await SucceededAsync(source);
        var began = Stopwatch.GetTimestamp();
        Enqueue(client, jobs, clients);
        var accepted = Stopwatch.GetElapsedTime(began);
        var early = await SucceededAsync(source) - before;
        var drain = Stopwatch.GetTimestamp();
        // A job's row leaves the queue after its outcome is written.
        while (await ReadAsync(source, "SELECT EXISTS(SELECT FROM hangfire.jobqueue)") is true)
        {
            await Task.Delay(Poll, cancellationToken);
        }

        var finished = Stopwatch.GetElapsedTime(began);
        var drained = Stopwatch.GetElapsedTime(drain);
        var done = await SucceededAsync(source) - before;
        return done == jobs
            ? new HangfireRound(jobs / accepted.TotalSeconds, jobs / finished.TotalSeconds, (jobs - early) / drained.TotalSeconds)
            : throw new InvalidOperationException($"The figure is void: {done} of {jobs} jobs have succeeded.");
    }

    private static void Enqueue(BackgroundJobClient client, int jobs, int clients)
    {
        var left = jobs;
        Exception? trouble = null;
        var threads = Enumerable.Range(0, clients).Select(_ => new Thread(() =>
        {
            try
            {
                while (Interlocked.Decrement(ref left) >= 0)
                {
                    client.Enqueue(() => SquaresJob.Sum(SquaresJob.Items));
                }
            }
            catch (Exception error)
            {
                Volatile.Write(ref trouble, error);
            }
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        if (trouble is not null)
        {
            throw new InvalidOperationException("The figure is void: not every job could be enqueued.", trouble);
        }
    }

    private static async Task<long> SucceededAsync(NpgsqlDataSource source) =>
        (long)(await ReadAsync(source, "SELECT count(*) FROM hangfire.job WHERE statename = 'Succeeded'"))!;

    private static async Task<object?> ReadAsync(NpgsqlDataSource source, string query)
    {
        await using var command = source.CreateCommand(query);
        return await command.ExecuteScalarAsync();
    }
}
