using ElasticGrains.Blocks;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticGrains.Runtime.Tests.Support;

/// <summary>Puts nothing before it is opened.</summary>
public sealed class GatedBlocks(IBlockStore inner) : IBlockStore
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _swept;
    private int _sweeps;

    /// <summary>Comes before the blocks of a grid that is about to start.</summary>
    public static GatedBlocks Around(IServiceCollection services)
    {
        var blocks = new GatedBlocks((IBlockStore)services.Single(service => service.ServiceType == typeof(IBlockStore)).ImplementationInstance!);
        services.AddSingleton<IBlockStore>(blocks);
        return blocks;
    }

    public Task Reached => _reached.Task;

    public int Swept => Volatile.Read(ref _swept);

    /// <summary>How often it was looked for blocks to forget.</summary>
    public int Sweeps => Volatile.Read(ref _sweeps);

    public void Open() => _gate.TrySetResult();

    public void Fail(Exception error) => _gate.TrySetException(error);

    public async Task<BlockHandle> PutAsync(string job, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        _reached.TrySetResult();
        await _gate.Task;
        return await inner.PutAsync(job, content, cancellationToken);
    }

    public Task<ReadOnlyMemory<byte>> GetAsync(string job, BlockHandle handle, CancellationToken cancellationToken = default) =>
        inner.GetAsync(job, handle, cancellationToken);

    public Task<ReadOnlyMemory<byte>> ReadAsync(string job, BlockHandle handle, long offset, int count, CancellationToken cancellationToken = default) =>
        inner.ReadAsync(job, handle, offset, count, cancellationToken);

    public async Task<int> SweepAsync(string job, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _sweeps);
        var swept = await inner.SweepAsync(job, cancellationToken);
        Interlocked.Add(ref _swept, swept);
        return swept;
    }
}
