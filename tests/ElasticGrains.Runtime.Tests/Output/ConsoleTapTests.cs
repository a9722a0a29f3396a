using System.Globalization;
using System.Runtime.CompilerServices;
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

    [Fact]
    public async Task Install_BehindALoggerThatHasTheConsole_BlocksNeither()
    {
        ConsoleTap.Install();
        using var barrier = new Barrier(2);
        var both = Task.WhenAll(WriteOnAThread(Before, barrier), WriteOnAThread(Console.Out, barrier));
        await both.WaitAsync(TimeSpan.FromSeconds(20));
    }

#pragma warning disable CA2255 // Not even the first test may have installed a tap before.
    [ModuleInitializer]
    internal static void TakeTheConsole() => Before = Console.Out;
#pragma warning restore CA2255

    private static TextWriter Before { get; set; } = null!;

    private static Task WriteOnAThread(TextWriter writer, Barrier barrier)
    {
        var done = new TaskCompletionSource();
        new Thread(() =>
        {
            barrier.SignalAndWait();
            for (var i = 0; i < 20_000; i++)
            {
                writer.WriteLine("a line");
            }

            done.SetResult();
        })
        {
            IsBackground = true,
        }.Start();
        return done.Task;
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
