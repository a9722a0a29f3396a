using System.Text.Json;

namespace ElasticGrains.Runtime.Diagnostics;

/// <summary>
/// What one machine was told and what it wanted done, a line for each event. Each is with the operating system before the next begins, so
/// that a killed process leaves a readable log. Nothing is written after the end.
/// </summary>
internal sealed class MachineLog : IDisposable
{
    private readonly FileStream _file;

    public MachineLog(string path, object? start)
    {
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        WriteLine(start);
    }

    public void Write<TEvent, TEffect>(DateTimeOffset at, TEvent happened, IReadOnlyList<TEffect> effects, string state) =>
        WriteLine(new EventLine<TEvent, TEffect>(at, happened, effects, state));

    public void Dispose() => _file.Dispose();

    private void WriteLine<T>(T line)
    {
        if (!_file.CanWrite)
        {
            return;
        }

        byte[] bytes = [.. JsonSerializer.SerializeToUtf8Bytes(line, EventLogJson.Options), (byte)'\n'];
        _file.Write(bytes);
        _file.Flush();
    }
}
