using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using ElasticGrains.Blocks;
using ElasticGrains.Storage.Postgres;
using Npgsql;

namespace ElasticGrains.Cli.Bench;

/// <summary>
/// Blocks put into the ledger's database and read back, nothing kept in memory, against plain rows of the same bytes in the same database: put one to a
/// transaction over as many connections, as durable, and read by their keys. Every block that was put is read back and checked.
/// </summary>
internal sealed class BlocksBench(BenchCluster cluster, int bytes, int clients) : IAsyncDisposable
{
    private const string Job = "bench";
    private const string Clear = "TRUNCATE blocks, block_chunks, plain";
    private const long ReadSet = 256L << 20;
    private const int MostToRead = 20_000;

    // Blocks differ from each other by where in the noise they begin.
    private const int Offsets = 4096;

    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(10);

    private readonly PostgresStore _store = PostgresStore.Open(
        new PostgresStoreOptions { ConnectionString = cluster.ConnectionString, BlockCacheBytes = 0, MaxConnections = clients + 4 });

    private readonly byte[] _noise = NoiseOf(bytes + Offsets);

    public static async Task<IReadOnlyList<PairedReport>> RunAsync(int bytes, int clients, int pairs, TextWriter notes, CancellationToken cancellationToken)
    {
        await using var cluster = await BenchCluster.StartAsync(silos: 1, slots: 1, cancellationToken);
        await using var bench = new BlocksBench(cluster, bytes, clients);
        await bench.ExecuteAsync("CREATE TABLE plain(id bigserial PRIMARY KEY, data bytea NOT NULL); ALTER TABLE plain ALTER COLUMN data SET STORAGE EXTERNAL", cancellationToken);
        var title = string.Create(CultureInfo.InvariantCulture, $"blocks of {bytes} bytes, {clients} at once");
        var put = await new PairedRuns($"put {title}", "MB/s", new Arm("blocks", bench.PutAsync), new Arm("plain rows", bench.InsertAsync), pairs).RunAsync(notes, cancellationToken);
        var (handles, keys) = await bench.FillAsync(cancellationToken);
        var get = await new PairedRuns(
            $"get {title}", "MB/s", new Arm("blocks", token => bench.GetAsync(handles, token)), new Arm("plain rows", token => bench.SelectAsync(keys, token)), pairs)
            .RunAsync(notes, cancellationToken);
        return [put, get];
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private async Task<double> PutAsync(CancellationToken cancellationToken)
    {
        var blocks = new PostgresBlockStore(_store);
        var handles = new ConcurrentBag<(BlockHandle Handle, int Offset)>();
        var figure = await MeasureAsync(async number =>
        {
            var offset = (int)(number % Offsets);
            handles.Add((await blocks.PutAsync(Job, _noise.AsMemory(offset, bytes), cancellationToken), offset));
        });
        await Parallel.ForEachAsync(handles, new ParallelOptions { MaxDegreeOfParallelism = clients, CancellationToken = cancellationToken }, async (put, stop) =>
            Require((await blocks.GetAsync(Job, put.Handle, stop)).Span.SequenceEqual(_noise.AsSpan(put.Offset, bytes)), "a block reads back wrong"));
        await ExecuteAsync(Clear, cancellationToken);
        return figure;
    }

    private async Task<double> InsertAsync(CancellationToken cancellationToken)
    {
        var figure = await MeasureAsync(number => InsertAsync((int)(number % Offsets), cancellationToken));
        await ExecuteAsync(Clear, cancellationToken);
        return figure;
    }

    private async Task<long> InsertAsync(int offset, CancellationToken cancellationToken)
    {
        await using var command = _store.Source.CreateCommand("INSERT INTO plain(data) VALUES($1) RETURNING id");
        command.Parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = _noise.AsMemory(offset, bytes) });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task<(BlockHandle[] Handles, long[] Keys)> FillAsync(CancellationToken cancellationToken)
    {
        var blocks = new PostgresBlockStore(_store);
        var (handles, keys) = (new List<BlockHandle>(), new List<long>());
        for (var number = 0; number < MostToRead && (long)number * bytes < ReadSet; number++)
        {
            handles.Add(await blocks.PutAsync(Job, _noise.AsMemory(number % Offsets, bytes), cancellationToken));
            keys.Add(await InsertAsync(number % Offsets, cancellationToken));
        }

        return ([.. handles], [.. keys]);
    }

    // The store itself checks what it reads.
    private Task<double> GetAsync(BlockHandle[] handles, CancellationToken cancellationToken)
    {
        var blocks = new PostgresBlockStore(_store);
        return MeasureAsync(async number => Require((await blocks.GetAsync(Job, handles[number % handles.Length], cancellationToken)).Length == bytes, "a block has another length"));
    }

    private Task<double> SelectAsync(long[] keys, CancellationToken cancellationToken) => MeasureAsync(async number =>
    {
        await using var command = _store.Source.CreateCommand("SELECT data FROM plain WHERE id = $1");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = keys[number % keys.Length] });
        Require(((byte[])(await command.ExecuteScalarAsync(cancellationToken))!).Length == bytes, "a row has another length");
    });

    /// <summary>Megabytes (10^6 bytes) in a second, of as many workers as there are clients.</summary>
    private async Task<double> MeasureAsync(Func<long, Task> work)
    {
        var next = -1L;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => WorkAsync()));
        return (double)(next + 1 - clients) * bytes / 1e6 / Stopwatch.GetElapsedTime(began).TotalSeconds;

        // Each takes one number more at its end, and does nothing with it.
        async Task WorkAsync()
        {
            for (var number = Interlocked.Increment(ref next); Stopwatch.GetElapsedTime(began) < AtLeast; number = Interlocked.Increment(ref next))
            {
                await work(number);
            }
        }
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = _store.Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"The figure is void: {otherwise}.");
        }
    }

    private static byte[] NoiseOf(int bytes)
    {
        var noise = new byte[bytes];
        new Random(1).NextBytes(noise);
        return noise;
    }
}
