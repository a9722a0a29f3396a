namespace ElasticGrains.Runtime.Tests.Kernels;

/// <param name="Items">The number of items.</param>
/// <param name="BytesPerItem">What each adds to a partial.</param>
/// <param name="Pause">Milliseconds that each item takes.</param>
/// <param name="Probe">The probe to tell, see <see cref="ProbedKernels"/>.</param>
public sealed record BulkInput(long Items, int BytesPerItem, int Pause = 0, string? Probe = null);
