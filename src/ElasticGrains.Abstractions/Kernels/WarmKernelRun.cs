using System.Security.Cryptography;
using System.Text;

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
    private string? _key;

    public string WarmKey => _key ??= KeyOf(kernel.WarmKey(Input) ?? Convert.ToHexStringLower(SHA256.HashData(KernelJson.Write(Input))));

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

    /// <summary>Of bounded length. While silos are upgraded one by one, two builds may lay the same state out in different ways: each has its own.</summary>
    private string KeyOf(string own)
    {
        var builds = KernelBuild.ModulesOf([kernel.GetType(), typeof(TWarm), kernel.WarmCodec?.GetType() ?? typeof(TWarm)]);
        return $"{kernel.Name}/{kernel.Version}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{string.Join(' ', builds)} {own}")))}";
    }
}
