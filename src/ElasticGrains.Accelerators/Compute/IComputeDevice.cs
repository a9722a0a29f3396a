using ElasticGrains.Kernels.MonteCarlo;

namespace ElasticGrains.Accelerators.Compute;

/// <summary>
/// What kernels compute with: the processor, or a device. All numbers are IEEE 754 single precision; two devices agree within the tolerances that are given,
/// not to the last bit. Whatever a driver refuses is a <see cref="ComputeDeviceException"/>, at the call or at a later one. One thread at a time may use it.
/// </summary>
public interface IComputeDevice : IDisposable
{
    /// <summary>What it is, for people.</summary>
    string Name { get; }

    /// <summary>Makes room for numbers, all zero.</summary>
    /// <exception cref="ComputeDeviceException">The device has no room for them.</exception>
    IDeviceArray<T> Allocate<T>(int length)
        where T : unmanaged;

    /// <summary>
    /// Dense matrix product, C = A·B: [rows × inner] by [inner × columns], all row-major. Relative to Σ|a||b| of an element, devices differ by at most
    /// 2⁻²³ × inner, and mostly by its root.
    /// </summary>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    void Multiply(MatrixShape shape, IDeviceArray<float> left, IDeviceArray<float> right, IDeviceArray<float> product);

    /// <summary>One step of stochastic gradient descent with momentum (B. T. Polyak, 1964): v ← μ·v + g, w ← w − η·v. Devices differ by a few units in the last place of the largest term.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    void Sgd(SgdStep step, IDeviceArray<float> weights, IDeviceArray<float> gradients, IDeviceArray<float> velocity);

    /// <summary>One step of Adam (D. P. Kingma, J. Ba, ICLR 2015). Devices differ by a few units in the last place of the step.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or the step's number is below 1.</exception>
    void Adam(AdamStep step, IDeviceArray<float> weights, IDeviceArray<float> gradients, IDeviceArray<float> first, IDeviceArray<float> second);

    /// <summary>
    /// The nearest centroid of each point, by the square of the distance, and of several the first: points [points × dimensions] and centroids
    /// [clusters × dimensions] row-major. Devices may differ where two distances agree to 2⁻²³ × dimensions.
    /// </summary>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    void Assign(ClusterShape shape, IDeviceArray<float> points, IDeviceArray<float> centroids, IDeviceArray<int> labels);

    /// <summary>
    /// What paths of a European option pay at maturity, not discounted: normal numbers by G. E. P. Box and M. E. Muller (1958), from <c>CounterRandom</c>. The
    /// same path pays the same on every device to about 10⁻⁵; sums are kept in double precision.
    /// </summary>
    /// <exception cref="ArgumentException">The option is not European.</exception>
    PayoffSums Price(OptionInput option, ItemRange paths);

    /// <summary>
    /// Multiplies and adds as fast as the device can, in registers alone: eight chains per number, each of <paramref name="rounds"/> steps, a multiple of four,
    /// x ← x·½ + 1, whose mean takes the number's place. What other operations reach is to be compared with it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The rounds are negative, or no multiple of four.</exception>
    void Saturate(IDeviceArray<float> values, int rounds);

    /// <summary>Waits until all that it was told is done.</summary>
    void Finish();
}
