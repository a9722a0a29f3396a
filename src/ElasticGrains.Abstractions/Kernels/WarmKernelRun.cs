using System.Security.Cryptography;

namespace ElasticGrains.Kernels;

/// <summary>A bound kernel with its warm state: given, or made at the first item.</summary>
internal sealed class WarmKernelRun<TInput, TWarm, TPartial, TResult>(WarmKernel<TInput, TWarm, TPartial, TResult> kernel, TInput input)
    : KernelRun<TInput, TPartial, TResult>(kernel, input), IWarmRun
    where TInput : notnull
    where TWarm : class
    where TPartial : notnull
    where TResult : notnull
{
    private readonly Lock _making = new();
    private volatile TWarm? _warm;

    public string WarmKey => $"{kernel.Name}/{kernel.Version}/{kernel.WarmKey(Input) ?? Convert.ToHexStringLower(SHA256.HashData(KernelJson.Write(Input)))}";

    public bool CanCarry => kernel.WarmCodec is not null;

    private IWarmCodec<TWarm> Codec =>
        kernel.WarmCodec ?? throw new NotSupportedException($"Kernel '{kernel.Name}' has no WarmCodec: its warm state is made on each silo.");

    public override object Extend(object soFar, ItemRange range) => Checked(kernel.Extend(Input, Warm(), (TPartial)soFar, range), nameof(kernel.Extend));

    public object MakeWarm() => kernel.Warmed(Input);

    public void UseWarm(object warm) => _warm = (TWarm)warm;

    public Task WriteWarmAsync(object warm, Stream to, CancellationToken cancellationToken) => Codec.WriteAsync((TWarm)warm, to, cancellationToken);

    public async Task<object> ReadWarmAsync(Stream from, CancellationToken cancellationToken) =>
        Checked(await Codec.ReadAsync(from, cancellationToken), $"{nameof(kernel.WarmCodec)}.{nameof(Codec.ReadAsync)}");

    private TWarm Warm()
    {
        if (_warm is { } warm)
        {
            return warm;
        }

        lock (_making)
        {
            return _warm ??= kernel.Warmed(Input);
        }
    }
}
