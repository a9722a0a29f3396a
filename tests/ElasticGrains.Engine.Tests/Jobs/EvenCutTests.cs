using CsCheck;
using ElasticGrains.Engine.Jobs;

namespace ElasticGrains.Engine.Tests.Jobs;

public class EvenCutTests
{
    private static readonly Gen<(long Items, int Parts)> Jobs =
        Gen.Select(Gen.OneOf(Gen.Long[0, 1000], Gen.Long[0, long.MaxValue]), Gen.OneOf(Gen.Int[1, 100], Gen.Int[1, int.MaxValue]));

    [Fact]
    public void Parts_AnyJob_CoverEveryItemOnce() => Gen.Select(Gen.Long[0, 2000], Gen.Int[1, 300]).Sample((items, parts) =>
    {
        var next = 0L;
        for (var part = 0; part < parts; part++)
        {
            var range = EvenCut.Of(items, parts, part);
            if (range.Start != next)
            {
                return false;
            }

            next = range.End;
        }

        return next == items;
    });

    [Fact]
    public void Parts_AnyJob_DifferByOneItemAtMost() => Gen.Select(Jobs, Gen.Int[0, int.MaxValue]).Sample((job, any) =>
    {
        var length = EvenCut.Of(job.Items, job.Parts, any % job.Parts).Length;
        return length == job.Items / job.Parts || length == (job.Items / job.Parts) + 1;
    });

    [Theory]
    [InlineData(long.MaxValue, int.MaxValue)]
    [InlineData(0, 1)]
    [InlineData(1, 7)]
    public void Parts_EdgeOfTheDomain_EndAtTheLastItem(long items, int parts)
    {
        Assert.Equal(0, EvenCut.Of(items, parts, 0).Start);
        Assert.Equal(items, EvenCut.Of(items, parts, parts - 1).End);
    }
}
