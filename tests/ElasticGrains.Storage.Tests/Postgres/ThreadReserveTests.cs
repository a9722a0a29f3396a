using ElasticGrains.Storage.Postgres;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace ElasticGrains.Storage.Tests.Postgres;

public sealed class ThreadReserveTests : IDisposable
{
    private const int Threads = 20;

    private readonly FakeTimeProvider _time = new();
    private readonly ThreadReserve _reserve;
    private int _more;

    public ThreadReserveTests() => _reserve = new ThreadReserve(Threads, _time, threads => _more += threads);

    [Fact]
    public async Task Reserve_WhileTheServerIsSilent_IsThere()
    {
        var (answer, asked) = Ask();
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, _more);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(Threads, _more);

        // Once, however long it takes, and to its end.
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(Threads, _more);
        answer.SetResult(7);
        Assert.Equal(7, await asked);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, _more);
    }

    // Attempts to connect end by themselves, while the commands of others are still blocked.
    [Fact]
    public async Task Reserve_WhenAllGiveUp_StaysUntilTheServerIsHeard()
    {
        var (first, asked) = Ask();
        _time.Advance(TimeSpan.FromSeconds(4));
        first.SetException(new NpgsqlException("no answer"));
        await Assert.ThrowsAsync<NpgsqlException>(() => asked);
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(Threads, _more);

        var (second, refused) = Ask();
        second.SetException(new PostgresException("refused", "ERROR", "ERROR", "40001"));
        await Assert.ThrowsAsync<PostgresException>(() => refused);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, _more);
    }

    [Fact]
    public void Reserve_WhileNobodyWaits_IsNotThere()
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        Ask();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, _more);
    }

    [Fact]
    public void Reserve_OfAStoreThatIsClosed_IsGone()
    {
        Ask();
        _time.Advance(TimeSpan.FromSeconds(10));
        _reserve.Dispose();
        Assert.Equal(0, _more);
    }

    private (TaskCompletionSource<int> Answer, Task<int> Asked) Ask()
    {
        var answer = new TaskCompletionSource<int>();
        return (answer, _reserve.CountAsync(() => answer.Task));
    }

    public void Dispose() => _reserve.Dispose();
}
