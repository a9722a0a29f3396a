using CsCheck;
using ElasticGrains.Kernels.Demo;

namespace ElasticGrains.Kernels.Tests.Demo;

public sealed class SquaresLawTests : KernelLawTests<SquaresInput>
{
    protected override IRangeKernel Kernel => new SquaresKernel();

    protected override Gen<SquaresInput> Inputs => Gen.Long[0, 500].Select(items => new SquaresInput(items));

    [Fact]
    public void ReadItem_OfARange_IsTheSquare()
    {
        var run = Kernel.Bind(KernelJson.Write(new SquaresInput(100)));
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        run.Encode(run.Extend(run.Identity(), new ItemRange(10, 20)), buffer);
        Assert.Equal("169"u8, run.ReadItem(buffer.WrittenSpan, 3));
    }

    [Fact]
    public void Validate_NegativeItems_IsRefused()
    {
        var error = Assert.Throws<KernelInputException>(() => new SquaresKernel().Validate(new SquaresInput(-1)));
        Assert.Equal("Items is -1; give 0 or more.", error.Message);
    }
}
