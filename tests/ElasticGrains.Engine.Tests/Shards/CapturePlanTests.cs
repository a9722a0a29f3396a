using ElasticGrains.Engine.Shards;
using ElasticGrains.Inputs;

namespace ElasticGrains.Engine.Tests.Shards;

public class CapturePlanTests
{
    private const long Mib = 1 << 20;

    private static readonly FileManifest Files = Manifest(10 * Mib, 0, 20 * Mib);

    [Fact]
    public void Plan_OfARangeThatFits_KeepsItWithWhatItsRecordsReachIntoAndTheHeadOfTheFile()
    {
        var range = new ItemRange(13 * Mib, 14 * Mib);

        var plan = Plan(range);

        var begin = (3 * Mib) - CapturePlan.Behind;
        Assert.Equal([new InputPart(2, 0, CapturePlan.Head), new InputPart(2, begin, (4 * Mib) + CapturePlan.Ahead - begin)], plan.Parts);
        Assert.Equal((range, null), (plan.Range, plan.Reason));
    }

    [Fact]
    public void Plan_OverABorderOfFiles_KeepsAPartOfEachAndNoneOfTheEmptyOne()
    {
        var plan = Plan(new ItemRange((10 * Mib) - 1, (10 * Mib) + 1));

        Assert.Equal([0, 0, 2], plan.Parts!.Select(part => part.File));
        Assert.Equal(10 * Mib, plan.Parts![1].Offset + plan.Parts[1].Length);
        Assert.Equal(new InputPart(2, 0, 1 + CapturePlan.Ahead), plan.Parts[2]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Plan_OfAnyRange_HoldsEveryByteOfItOnceAndStaysInTheFiles(int step)
    {
        var files = Manifest(100_000, 3, 200_000);
        for (var at = 0L; at < files.Length; at += 5_003 * step)
        {
            var range = new ItemRange(at, Math.Min(files.Length, at + (10_007 * step)));
            var parts = CapturePlan.Of(files, files.Length, range, null, long.MaxValue, long.MaxValue).Parts!;

            Assert.All(parts, part => Assert.InRange(part.Offset + part.Length, 1, files.Files[part.File].Length));
            Assert.All(parts.Zip(parts.Skip(1)), pair => Assert.True(
                pair.First.File < pair.Second.File || (pair.First.File == pair.Second.File && pair.First.Offset + pair.First.Length <= pair.Second.Offset)));
            var starts = files.Files.Select((_, i) => files.Files.Take(i).Sum(file => file.Length)).ToArray();
            Assert.Equal(range.Length, parts.Sum(part => Overlap(starts[part.File] + part.Offset, part.Length, range)));
        }
    }

    [Fact]
    public void Plan_OfARangeThatIsTooLarge_KeepsWhatTheKernelWasComputing()
    {
        var (range, failedIn) = (new ItemRange(10 * Mib, 30 * Mib), new ItemRange(15 * Mib, (15 * Mib) + 9));

        var plan = Plan(range, failedIn, most: 4 * Mib);

        Assert.Equal(failedIn, plan.Range);
        Assert.Equal(2, plan.Parts!.Count);
        Assert.Equal(
            "Only what the kernel was computing is kept: of all, its 20,971,520 bytes, with what is read around them, are more than CaptureInputBytes allows: 4,194,304.",
            plan.Reason);
    }

    [Fact]
    public void Plan_OfWhatDoesNotFitAtAll_SaysWhy()
    {
        var range = new ItemRange(10 * Mib, 30 * Mib);

        Assert.Null(Plan(range, most: 4 * Mib).Parts);
        Assert.Equal("Its 20,971,520 bytes, with what is read around them, are more than CaptureInputBytes allows: 100.", Plan(range, new ItemRange(range.Start, range.Start + 1), most: 100).Reason);
        Assert.Equal("CaptureInputBytes is 0 on its silo.", Plan(range, most: 0).Reason);
        Assert.Equal(
            "Its 20,971,520 bytes do not fit into what the job may still keep, 1,048,576 of 268,435,456 bytes.", Plan(range, most: 64 * Mib, room: Mib).Reason);
    }

    [Fact]
    public void Plan_WhereItemsAreNoBytes_KeepsAllFilesOrNone()
    {
        var range = new ItemRange(0, 1);

        var plan = CapturePlan.Of(Files, items: 3, range, failedIn: range, 64 * Mib, 64 * Mib);

        Assert.Equal(Files.Files.Select((file, i) => new InputPart(i, 0, file.Length)), plan.Parts);
        Assert.Equal(range, plan.Range);
        Assert.Null(CapturePlan.Of(Files, items: 3, range, range, 8 * Mib, 64 * Mib).Parts);
    }

    [Fact]
    public void Plan_ThatWasMade_IsNotLargerThanItMayBe()
    {
        var range = new ItemRange(0, 2 * Mib);
        var size = CapturedBytes.SizeOf(Plan(range).Parts!);

        Assert.NotNull(Plan(range, most: size).Parts);
        Assert.Null(Plan(range, most: size - 1).Parts);
    }

    private static CapturePlan Plan(ItemRange range, ItemRange? failedIn = null, long most = 64 * Mib, long room = CapturePlan.MostOfJob) =>
        CapturePlan.Of(Files, Files.Length, range, failedIn, most, room);

    private static FileManifest Manifest(params long[] lengths) =>
        new() { Files = [.. lengths.Select((length, i) => new InputFile($"/{i}", length, 0, ""))] };

    private static long Overlap(long start, long length, ItemRange range) => Math.Max(0, Math.Min(start + length, range.End) - Math.Max(start, range.Start));
}
