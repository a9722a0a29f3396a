using System.Buffers;
using ElasticGrains.Kernels;

namespace ElasticGrains.Runtime.Tests.Kernels;

/// <summary>Counts items to one, and goes wrong in one place. Every flaw is a kernel with a name of its own.</summary>
public sealed class FlawedKernel(Flaw flaw) : RangeKernel<string, string, string>, IPartialCodec<string>
{
    public const int Items = 8;

    public override string Name => NameOf(flaw);

    public override IPartialCodec<string> Codec => this;

    public static string NameOf(Flaw flaw) => $"flawed-{flaw.ToString().ToLowerInvariant()}";

    public override long Count(string input) => flaw == Flaw.NegativeCount ? -1 : Checked(Flaw.ThrowInCount, Items);

    public override void Validate(string input)
    {
        Checked(Flaw.ThrowInValidate, 0);
        if (flaw == Flaw.RefuseInValidate)
        {
            throw new KernelInputException("the input is too blue; give a red one");
        }
    }

    public override string Identity() => Null(Flaw.NullIdentity, "");

    public override string Compute(string input, ItemRange range) => Null(Flaw.NullCompute, new string('x', (int)range.Length));

    public override string Combine(string left, string right) => Checked(Flaw.ThrowInCombine, Null(Flaw.NullCombine, left + right));

    public override string Finish(string input, string whole) => Checked(Flaw.ThrowInFinish, Null(Flaw.NullFinish, whole));

    public override long SizeOf(string partial) => Checked(Flaw.ThrowInSizeOf, partial.Length);

    public override bool TryPreview(string input, string soFar, out string preview)
    {
        preview = Checked(Flaw.ThrowInPreview, soFar);
        return true;
    }

    public void Encode(string partial, IBufferWriter<byte> to)
    {
        to.Write(System.Text.Encoding.UTF8.GetBytes(Checked(Flaw.ThrowInEncode, partial)));
        if (flaw == Flaw.TooLarge)
        {
            to.Write(new byte[FlawedLimit + 1]);
        }
    }

    public string Decode(ReadOnlySpan<byte> encoded) => Checked(Flaw.ThrowInDecode, Null(Flaw.NullDecode, System.Text.Encoding.UTF8.GetString(encoded)));

    /// <summary>The limit of encoded partials on the grid of these kernels. Bytes.</summary>
    public const int FlawedLimit = 10_000;

    private T Checked<T>(Flaw at, T value) => flaw == at ? throw new NotFiniteNumberException($"flaw {at}") : value;

    private string Null(Flaw at, string value) => flaw == at ? null! : value;
}
