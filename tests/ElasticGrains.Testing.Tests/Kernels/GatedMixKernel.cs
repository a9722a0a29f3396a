namespace ElasticGrains.Testing.Tests.Kernels;

/// <summary>The items of <see cref="MixKernel"/>, the first so many of which pass a gate; then it is shut until somebody opens it.</summary>
/// <param name="passing">How many pass.</param>
public sealed class GatedMixKernel(int passing) : RangeKernel<MixInput, Mix, ulong>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly MixKernel _kernel = new();
    private readonly ManualResetEventSlim _gate = new();
    private readonly SemaphoreSlim _arrivals = new(0);
    private int _passing = passing;

    public override string Name => "gated-mix";

    /// <summary>Returns when so many more computations stand before the gate: none can end before it opens.</summary>
    /// <exception cref="TimeoutException">There were fewer for a minute.</exception>
    public async Task UntilHeldAsync(int computations)
    {
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
            if (Interlocked.Decrement(ref _passing) < 0 && !_gate.IsSet)
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
