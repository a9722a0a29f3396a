using ElasticGrains.Cli.Uploads;

namespace ElasticGrains.Cli.Tests.Uploads;

public sealed class UploadProgressTests
{
    [Fact]
    public void Report_MoreOftenThanEveryTwoSeconds_IsShownAsOneLine()
    {
        var time = new SetTime();
        var lines = new List<string>();
        var progress = new UploadProgress(8 << 20, time, lines.Add);
        progress.Report(1 << 20);
        time.Seconds = 2;
        progress.Report(2 << 20);
        progress.Report(3 << 20);
        time.Seconds = 4;
        progress.Report(4 << 20);

        Assert.Equal(["2.00 MiB of 8.00 MiB (25.0 %)  1.00 MiB/s, 6s left", "4.00 MiB of 8.00 MiB (50.0 %)  1.00 MiB/s, 4s left"], lines);
        Assert.Equal(4 << 20, progress.Durable);
    }

    private sealed class SetTime : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
