using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Npgsql;

namespace ElasticGrains.Peers.Bare;

/// <summary>Commits one small row for each who asks, all that wait in one transaction; without a database it says at once that it did.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "The silo's services make it.")]
internal sealed class BareWriter
{
    public const string Table = "CREATE TABLE bare(id bigserial PRIMARY KEY, body text NOT NULL)";

    private readonly Channel<TaskCompletionSource> _waiting = Channel.CreateUnbounded<TaskCompletionSource>(new UnboundedChannelOptions { SingleReader = true });
    private readonly NpgsqlDataSource? _source;

    public BareWriter(string? connectionString)
    {
        if (connectionString is not null)
        {
            _source = NpgsqlDataSource.Create(connectionString);
            _ = WriteAsync(_source);
        }
    }

    public Task CommitAsync()
    {
        if (_source is null)
        {
            return Task.CompletedTask;
        }

        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Writer.TryWrite(done);
        return done.Task;
    }

    private async Task WriteAsync(NpgsqlDataSource source)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var insert = new NpgsqlCommand("INSERT INTO bare(body) SELECT 'one row' FROM generate_series(1, $1)", connection);
        var rows = new NpgsqlParameter<int>();
        insert.Parameters.Add(rows);
        await insert.PrepareAsync();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            var batch = new List<TaskCompletionSource>();
            while (_waiting.Reader.TryRead(out var one))
            {
                batch.Add(one);
            }

            rows.TypedValue = batch.Count;
            try
            {
                await insert.ExecuteNonQueryAsync();
                batch.ForEach(done => done.SetResult());
            }
            catch (NpgsqlException error)
            {
                batch.ForEach(done => done.SetException(error));
            }
        }
    }
}
