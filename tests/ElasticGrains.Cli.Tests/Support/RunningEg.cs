using System.Diagnostics;
using System.Text;
using ElasticGrains.Tests.Shared;
using Xunit.Sdk;

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
    public Task HasSaidAsync(string text) => ReachesAsync(() => Task.FromResult(Said().Contains(text, StringComparison.Ordinal)), $"the command says '{text}'");

    /// <summary>Waits for what the command is to bring about; fails at once when it ends without, and tells what it said when it takes too long.</summary>
    public async Task ReachesAsync(Func<Task<bool>> holds, string what)
    {
        try
        {
            await Eventually.HoldsAsync(
                async () =>
                {
                    var ended = _error.IsCompleted;
                    var reached = await holds();
                    Assert.True(reached || !ended, "The command has ended.");
                    return reached;
                },
                what);
        }
        catch (XunitException error)
        {
            Assert.Fail($"It did not come to be that {what}: {error.Message} stderr: {Said()}");
        }
    }

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
