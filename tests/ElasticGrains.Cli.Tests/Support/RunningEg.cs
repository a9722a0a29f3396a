using System.Diagnostics;
using System.Text;
using ElasticGrains.Tests.Shared;

namespace ElasticGrains.Cli.Tests.Support;

/// <summary>A command that runs; killed when it is still there at the end of the test.</summary>
internal sealed class RunningEg : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TimeSpan _patience;
    private readonly Task<string> _out;
    private readonly Task<string> _error;
    private readonly StringBuilder _said = new();

    public RunningEg(Process process, TimeSpan patience)
    {
        _process = process;
        _patience = patience;
        process.StandardInput.Close();
        _out = process.StandardOutput.ReadToEndAsync();
        _error = ListenAsync(process.StandardError);
    }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    public async Task<EgResult> WaitAsync()
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(_patience);
        }
        catch (TimeoutException)
        {
            _process.Kill();
            throw new TimeoutException($"The command did not end in {_patience}; stderr: {await _error}");
        }

        return new EgResult(_process.ExitCode, await _out, await _error);
    }

    public async Task<EgResult> KillAsync()
    {
        _process.Kill();
        return await WaitAsync();
    }

    /// <summary>Sends a signal by its name, for example STOP, CONT or INT.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Waits until stderr holds a text; a command that ended without it fails at once.</summary>
    public Task HasSaidAsync(string text) => Eventually.HoldsAsync(
        () =>
        {
            var ended = _error.IsCompleted;
            var said = Said().Contains(text, StringComparison.Ordinal);
            Assert.True(said || !ended, $"The command ended without saying '{text}'; stderr: {Said()}");
            return Task.FromResult(said);
        },
        $"the command says '{text}'");

    private async Task<string> ListenAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_said)
            {
                _said.AppendLine(line);
            }
        }

        return Said();
    }

    private string Said()
    {
        lock (_said)
        {
            return _said.ToString();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
