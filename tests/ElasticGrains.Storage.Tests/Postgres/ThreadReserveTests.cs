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
    public void Reserve_WhileTheServerIsSilent_IsThere()
    {
        _reserve.Begin();
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, _more);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(Threads, _more);

        // Once, however long it takes, and to its end.
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(Threads, _more);
        _reserve.End(null);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, _more);
    }

    // Attempts to connect end by themselves, while commands that began before are still blocked.
    [Fact]
    public void Reserve_WhenAttemptsFail_StaysUntilTheServerIsHeard()
    {
        _reserve.Begin();
        _time.Advance(TimeSpan.FromSeconds(4));
        _reserve.Begin();
        _reserve.End(new NpgsqlException("no answer"));
        _reserve.End(new NpgsqlException("no answer"));
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(Threads, _more);

        _reserve.Begin();
        _reserve.End(new PostgresException("refused", "ERROR", "ERROR", "40001"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, _more);
    }

    [Fact]
    public void Reserve_WhileNobodyWaits_IsNotThere()
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        _reserve.Begin();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, _more);
    }

    [Fact]
    public void Reserve_OfAStoreThatIsClosed_IsGone()
    {
        _reserve.Begin();
        _time.Advance(TimeSpan.FromSeconds(10));
        _reserve.Dispose();
        Assert.Equal(0, _more);
    }

    public void Dispose() => _reserve.Dispose();
}
