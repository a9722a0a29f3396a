using ElasticGrains.Runtime.Tests.Kernels;
using ElasticGrains.Runtime.Tests.Support;

namespace ElasticGrains.Runtime.Tests.Jobs;

public class SlotsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Answer_OnSoManySlots_IsTheSame(int slots)
    {
        await using var grid = await TestGrid.StartAsync(slots);
        var small = await grid.SubmitAsync(new HashInput(30_000));
        var input = new BulkInput(40, BytesPerItem: 50_000);
        var large = await grid.SubmitAsync(input);
        Assert.Equal(HashTally.Of(30_000), await small.ResultAsync());
        Assert.Equal(BulkKernel.Expected(input), await large.ResultAsync());
    }

    [Fact]
    public async Task Grid_WithoutSlots_DoesNotStart()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => TestGrid.StartAsync(slots: 0));
        Assert.Contains("at least 1", error.Message, StringComparison.Ordinal);
    }
}
