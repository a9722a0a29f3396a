using ElasticGrains.Cli.Output;
using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.Tests.Output;

public sealed class LogViewTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(LogStream.Out, "plain", "shard 1 attempt 2 | plain")]
    [InlineData(LogStream.Notice, "… 3 lines dropped", "shard 1 attempt 2 … 3 lines dropped")]
    [InlineData(LogStream.Error, "a\tb\u001b[2Jc\u009b", "shard 1 attempt 2 | a\tb\uFFFD[2Jc\uFFFD")]
    public void Line_OfALog_NamesShardAndAttemptAndCommandsNoTerminal(LogStream stream, string text, string line) =>
        Assert.Equal(line, LogView.Of(new LogLine(1, 2, Noon, stream, text)).Line);
}
