using ElasticGrains.Compute;

namespace ElasticGrains.Runtime.Output;

/// <summary>For silos that leave what kernels write to the console alone.</summary>
internal sealed class UnkeptConsole : IKernelConsole, IDisposable
{
    public IDisposable Keep(string jobId, Func<(int Shard, long Attempt)> where) => this;

    public void Dispose()
    {
    }
}
