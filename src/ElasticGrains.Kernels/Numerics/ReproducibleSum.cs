using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace ElasticGrains.Kernels.Numerics;

/// <summary>
/// The exact sum of doubles, rounded once at the end: the result does not depend on the order or the grouping of the additions.
/// After R. M. Neal, "Fast exact summation using small and large superaccumulators", arXiv:1505.05571 (the small one).
/// </summary>
/// <remarks>
/// Limbs of 32 bits in 64-bit integers hold the sum as a multiple of 2⁻¹⁰⁷⁴, which every finite double is; carries are passed on
/// every 2³⁰ additions. Room is left for 2⁶³ additions of the largest double. Subnormals are exact. Any NaN, or infinities of both
/// signs, give NaN; infinities of one sign give that infinity; a sum that is exactly zero gives +0, also for −0 alone. A finite sum
/// beyond the largest double rounds to infinity, but comes back when later additions cancel it. Not thread-safe.
/// </remarks>
public sealed class ReproducibleSum : IEquatable<ReproducibleSum>
{
    /// <summary>The length of an encoded sum in bytes.</summary>
    public const int EncodedLength = (Limbs * sizeof(uint)) + 1;

    // 2,098 bits for the finite doubles, 63 for carries and one for the sign: 2,162 bits in limbs of 32.
    private const int Limbs = 68;
    private const int LimbBits = 32;
    private const uint CarryEvery = 1U << 30;
    private const int MantissaBits = 52;
    private const int MaxExponent = 0x7FF;

    private readonly long[] _limbs = new long[Limbs];
    private uint _pending;
    private Special _special;

    [Flags]
    private enum Special : byte
    {
        None = 0,
        NaN = 1,
        PositiveInfinity = 2,
        NegativeInfinity = 4,
        All = NaN | PositiveInfinity | NegativeInfinity,
    }

    /// <summary>Reads a sum that <see cref="WriteTo"/> wrote.</summary>
    /// <exception cref="FormatException">The bytes are not an encoded sum.</exception>
    public static ReproducibleSum Read(ReadOnlySpan<byte> encoded)
    {
        if (encoded.Length != EncodedLength || encoded[^1] > (byte)Special.All)
        {
            throw new FormatException($"The {encoded.Length} bytes are no reproducible sum; one takes {EncodedLength}.");
        }

        var sum = new ReproducibleSum { _special = (Special)encoded[^1] };
        for (var i = 0; i < Limbs; i++)
        {
            var limb = encoded[(i * sizeof(uint))..];
            sum._limbs[i] = i == Limbs - 1 ? BinaryPrimitives.ReadInt32LittleEndian(limb) : BinaryPrimitives.ReadUInt32LittleEndian(limb);
        }

        return sum;
    }

    /// <summary>Adds a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(double value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value);
        var exponent = (int)(bits >> MantissaBits) & MaxExponent;
        if (exponent == MaxExponent)
        {
            AddSpecial(value);
            return;
        }

        // Subnormals have no hidden bit and the exponent of the smallest normal.
        var mantissa = (bits & ((1UL << MantissaBits) - 1)) | (exponent == 0 ? 0 : 1UL << MantissaBits);
        var position = Math.Max(exponent, 1) - 1;
        var shift = position % LimbBits;
        var sign = (long)bits >> 63;
        var low = mantissa << shift;
        var high = shift == 0 ? 0 : mantissa >> (64 - shift);
        ref var limb = ref _limbs[(position / LimbBits) + 2];

        // (x ^ sign) - sign is x or -x without a branch.
        limb += ((long)high ^ sign) - sign;
        Unsafe.Add(ref limb, -1) += ((long)(low >> LimbBits) ^ sign) - sign;
        Unsafe.Add(ref limb, -2) += ((long)(low & uint.MaxValue) ^ sign) - sign;
        if (++_pending == CarryEvery)
        {
            Normalize();
        }
    }

    /// <summary>Adds all that another sum holds.</summary>
    public void Add(ReproducibleSum other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Normalize();
        other.Normalize();
        for (var i = 0; i < Limbs; i++)
        {
            _limbs[i] += other._limbs[i];
        }

        _special |= other._special;
        Normalize();
    }

    /// <summary>The sum, rounded to the nearest double, ties to even.</summary>
    public double ToDouble()
    {
        if (_special != Special.None)
        {
            return _special switch
            {
                Special.PositiveInfinity => double.PositiveInfinity,
                Special.NegativeInfinity => double.NegativeInfinity,
                _ => double.NaN,
            };
        }

        Normalize();
        Span<uint> magnitude = stackalloc uint[Limbs];
        var negative = Magnitude(magnitude);
        var rounded = BitConverter.UInt64BitsToDouble(Round(magnitude));
        return negative ? -rounded : rounded;
    }

    /// <summary>Writes the sum in <see cref="EncodedLength"/> bytes; equal sums give equal bytes.</summary>
    public void WriteTo(Span<byte> to)
    {
        Normalize();
        for (var i = 0; i < Limbs; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(to[(i * sizeof(uint))..], unchecked((uint)_limbs[i]));
        }

        to[EncodedLength - 1] = (byte)_special;
    }

    /// <summary>True when both hold the same exact sum.</summary>
    public bool Equals(ReproducibleSum? other)
    {
        if (other is null)
        {
            return false;
        }

        Normalize();
        other.Normalize();
        return _special == other._special && _limbs.AsSpan().SequenceEqual(other._limbs);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ReproducibleSum);

    /// <inheritdoc/>
    public override int GetHashCode() => ToDouble().GetHashCode();

    /// <summary>The bits of the double nearest to a multiple of 2⁻¹⁰⁷⁴.</summary>
    private static ulong Round(ReadOnlySpan<uint> magnitude)
    {
        var top = magnitude.LastIndexOfAnyExcept(0U);
        if (top < 0)
        {
            return 0;
        }

        var highest = (top * LimbBits) + BitOperations.Log2(magnitude[top]);
        if (highest <= MantissaBits)
        {
            // Small enough to be exact; the bits of such a double are the multiple itself.
            return Bits(magnitude, 0);
        }

        var lowest = highest - MantissaBits;
        var exponent = lowest + 1;
        if (exponent >= MaxExponent)
        {
            return (ulong)MaxExponent << MantissaBits;
        }

        var mantissa = Bits(magnitude, lowest) & ((1UL << (MantissaBits + 1)) - 1);
        var half = (Bits(magnitude, lowest - 1) & 1) == 1;
        var up = half && ((mantissa & 1) == 1 || AnyBelow(magnitude, lowest - 1));

        // A carry out of the mantissa raises the exponent, at the last step to infinity.
        return ((ulong)exponent << MantissaBits) + (mantissa - (1UL << MantissaBits)) + (up ? 1UL : 0);
    }

    /// <summary>64 bits from a bit position on.</summary>
    private static ulong Bits(ReadOnlySpan<uint> magnitude, int position)
    {
        var limb = position / LimbBits;
        var shift = position % LimbBits;
        var low = magnitude[limb] | ((ulong)At(magnitude, limb + 1) << LimbBits);
        return shift == 0 ? low : (low >> shift) | ((ulong)At(magnitude, limb + 2) << (64 - shift));
    }

    private static uint At(ReadOnlySpan<uint> magnitude, int limb) => limb < magnitude.Length ? magnitude[limb] : 0;

    private static bool AnyBelow(ReadOnlySpan<uint> magnitude, int position)
    {
        var limb = position / LimbBits;
        return magnitude[..limb].ContainsAnyExcept(0U) || (magnitude[limb] & ((1U << (position % LimbBits)) - 1)) != 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddSpecial(double value) => _special |= double.IsNaN(value) ? Special.NaN
        : value > 0 ? Special.PositiveInfinity : Special.NegativeInfinity;

    /// <summary>Passes carries on: limbs in [0, 2³²), the last one signed. Unique for each sum.</summary>
    private void Normalize()
    {
        var carry = 0L;
        for (var i = 0; i < Limbs - 1; i++)
        {
            var limb = _limbs[i] + carry;
            carry = limb >> LimbBits;
            _limbs[i] = limb & uint.MaxValue;
        }

        _limbs[Limbs - 1] += carry;
        _pending = 0;
    }

    private bool Magnitude(Span<uint> magnitude)
    {
        var negative = _limbs[Limbs - 1] < 0;
        var carry = negative ? 1UL : 0;
        for (var i = 0; i < Limbs; i++)
        {
            var limb = unchecked((uint)_limbs[i]);
            carry += negative ? ~limb : limb;
            magnitude[i] = (uint)carry;
            carry >>= LimbBits;
        }

        return negative;
    }
}
