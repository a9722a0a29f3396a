namespace ElasticGrains.Testing.Tests.Kernels;

/// <summary>The items of <see cref="MixKernel"/>, each of which waits while the gate is shut.</summary>
public sealed class GatedMixKernel : RangeKernel<MixInput, Mix, ulong>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly MixKernel _kernel = new();
    private readonly ManualResetEventSlim _gate = new(initialState: true);
    private readonly SemaphoreSlim _arrivals = new(0);

    public override string Name => "gated-mix";

    /// <summary>Shuts the gate, and returns when so many more computations stand before it: they go on when it opens.</summary>
    /// <exception cref="TimeoutException">There were fewer for a minute.</exception>
    public async Task HoldAsync(int computations)
    {
        _gate.Reset();
        for (var arrived = 0; arrived < computations; arrived++)
        {
            if (!await _arrivals.WaitAsync(Patience))
            {
                throw new TimeoutException($"Only {arrived} of {computations} computations came to the gate.");
            }
        }
    }

    public void Open() => _gate.Set();

    public override long Count(MixInput input) => _kernel.Count(input);

    public override Mix Identity() => _kernel.Identity();

    public override Mix Compute(MixInput input, ItemRange range)
    {
        var mix = Identity();
        for (var item = range.Start; item < range.End; item++)
        {
            if (!_gate.IsSet)
            {
                _arrivals.Release();
                _gate.Wait();
            }

            mix = Combine(mix, _kernel.Compute(input, new ItemRange(item, item + 1)));
        }

        return mix;
    }

    public override Mix Combine(Mix left, Mix right) => _kernel.Combine(left, right);

    public override ulong Finish(MixInput input, Mix whole) => _kernel.Finish(input, whole);

    public void Dispose()
    {
        _gate.Dispose();
        _arrivals.Dispose();
    }
}
