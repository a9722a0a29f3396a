using System.Globalization;
using System.Text;

namespace ElasticGrains.Cli.Waiting;

/// <summary>Writes down when items begin and end, past the grid, see <see cref="WaitTrace"/>.</summary>
internal sealed class WaitTraceWriter : IDisposable
{
    private readonly FileStream _file;

    // Without a buffer: what was written outlives a kill. One file for each thread, so that none waits for another.
    private WaitTraceWriter(string directory) => _file = new FileStream(
        Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{Environment.CurrentManagedThreadId}")),
        FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    /// <summary>Opens the file of this thread; null without a directory.</summary>
    public static WaitTraceWriter? Open(string? directory) => directory is null ? null : new WaitTraceWriter(directory);

    public void Begin(long item) => Write(item, 'b');

    public void End(long item) => Write(item, 'e');

    public void Dispose() => _file.Dispose();

    private void Write(long item, char what) =>
        _file.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{item} {what} {TimeProvider.System.GetUtcNow().UtcTicks}\n")));
}
