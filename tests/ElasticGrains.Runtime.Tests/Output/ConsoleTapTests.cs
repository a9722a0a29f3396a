using System.Globalization;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Output;
using ElasticGrains.Runtime.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElasticGrains.Runtime.Tests.Output;

public sealed class ConsoleTapTests : IDisposable
{
    private readonly RecordingLog _log = new();
    private readonly StringWriter _console = new(CultureInfo.InvariantCulture);

    public void Dispose() => _console.Dispose();

    [Fact]
    public async Task Write_InEveryWay_GoesThroughAndIsKept()
    {
        using var plain = new StringWriter(CultureInfo.InvariantCulture);
        using var tap = new ConsoleTap(_console, LogStream.Error);
        await WriteAllAsync(plain);
        using var writer = new OutputWriter(_log, OutputLimits.Default, TimeProvider.System, NullLogger<OutputWriter>.Instance);
        using (new AttemptOutput("job", () => (0, 1), writer, OutputLimits.Default, TimeProvider.System).Open())
        {
            await WriteAllAsync(tap);
        }

        await writer.StopAsync();

        Assert.Equal(plain.ToString(), _console.ToString());
        Assert.Equal(plain.ToString().Split(Environment.NewLine)[..^1], _log.Texts);
        Assert.All(_log.Lines, line => Assert.Equal(LogStream.Error, line.Stream));
    }

    [Fact]
    public void Write_OutsideOfKernels_GoesThroughAlone()
    {
        using var tap = new ConsoleTap(_console, LogStream.Out);
        tap.WriteLine("nobody's");
        Assert.Equal("nobody's" + Environment.NewLine, _console.ToString());
    }

    private static async Task WriteAllAsync(TextWriter to)
    {
        to.Write('a');
        to.Write("b");
        to.Write("c".ToCharArray());
        to.WriteLine();
        to.WriteLine("d {0} {1}", 1, 2.5);
        to.WriteLine(3.5);
        to.WriteLine('e');
        to.WriteLine("fg".ToCharArray());
        to.WriteLine("hijk".AsSpan(1, 2));
        to.WriteLine((string?)null);
        to.WriteLine((object?)CultureInfo.InvariantCulture.NumberFormat.NaNSymbol);
        await to.WriteLineAsync("l");
        await to.WriteAsync("mn\n");
        await to.FlushAsync();
    }
}
